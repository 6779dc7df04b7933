/** Child processes with a time limit, none of which outlives this process. */
import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';

const windows = process.platform === 'win32';
const running = new Set<ChildProcess>();

/** Starts a process in a group of its own, so that it can be ended together with everything it started. */
export function start(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, args, { detached: !windows, ...options });
  running.add(child);
  // Those that ended by themselves may have left children in their group.
  child.once('exit', () => endTree(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** Ends a process and its descendants at once. Harmless when they are gone already. */
export function endTree(child: ChildProcess): void {
  if (!running.delete(child) || child.pid === undefined) return;
  if (windows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group has ended.
  }
}

process.once('exit', () => running.forEach(endTree));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(1));
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
    let output = '';
    let timedOut = false;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
    const timer = setTimeout(() => {
      timedOut = true;
      endTree(child);
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
