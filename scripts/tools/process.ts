/** Child processes with a time limit, none of which outlives this process. */
import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';

const windows = process.platform === 'win32';
const running = new Set<ChildProcess>();
/** Those among them that may have such processes of their own, and end them when they are asked to end. */
const managers = new Set<ChildProcess>();
/** Those that were asked. */
const stopping = new WeakSet<ChildProcess>();
/** Milliseconds that they get for it. */
const grace = 2_000;

/** Starts a process in a group of its own, so that it can be ended together with everything it started. */
export function start(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, args, { detached: !windows, ...options });
  running.add(child);
  // Those that ended by themselves may have left children in their group.
  child.once('exit', () => !stopping.has(child) && endTree(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** Ends a process and its group at once. Harmless when they are gone already. */
export function endTree(child: ChildProcess): void {
  if (!running.delete(child)) return;
  managers.delete(child);
  signal(child, 'SIGKILL');
}

/** Asks a process to end, and ends its group a little later. */
function stopTree(child: ChildProcess): void {
  stopping.add(child);
  signal(child, 'SIGTERM');
  setTimeout(() => endTree(child), grace);
}

function signal({ pid }: ChildProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  if (windows) {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, name);
  } catch {
    // The whole group has ended.
  }
}

process.once('exit', () => {
  managers.forEach((child) => signal(child, 'SIGTERM'));
  // Nothing asynchronous happens any more in a process that exits.
  if (managers.size > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, grace);
  running.forEach(endTree);
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(name, () => process.exit(1));
}

export interface Outcome {
  /** Exit status; null when the process did not start or was ended by a signal. */
  readonly code: number | null;
  /** What it wrote to both streams; empty when they went to the terminal. */
  readonly output: string;
  readonly timedOut: boolean;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which the process is ended. */
  readonly timeLimit: number;
  /** Collect the output instead of letting it through to the terminal. */
  readonly quiet?: boolean;
}

/** Runs a process to its end; never rejects, because a failure is an outcome like any other. */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  const { cwd, env = process.env, timeLimit, quiet = false } = options;
  return new Promise((resolve) => {
    const stdio = quiet ? ('pipe' as const) : ('inherit' as const);
    // npm and other scripts on Windows are .cmd files, which only a shell starts.
    const shell = windows && /^(npm|npx)$/.test(command);
    const child = start(command, args, { cwd, env, stdio: ['ignore', stdio, stdio], shell });
    managers.add(child);
    let output = '';
    let timedOut = false;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
    const timer = setTimeout(() => {
      timedOut = true;
      stopTree(child);
    }, timeLimit);
    const finish = (code: number | null, message = '') => {
      clearTimeout(timer);
      resolve({ code, output: output + message, timedOut });
    };
    child.once('error', (error) => finish(null, error.message));
    child.once('close', (code) => finish(code));
  });
}

/** The end of a long output, which is where the cause usually stands. */
export function tail(text: string, lines = 20): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
