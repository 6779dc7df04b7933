import { setTimeout as delay } from 'node:timers/promises';
import type { HostFailure } from '../core/failure';
import type { HostRequests } from '../protocol/host';
import { checkReply, isHostFailure } from '../protocol/replies';
import { Misshapen } from '../protocol/shape';
import { HostProcess, type Launch } from './childProcess';
import { frame, readFrames } from './frames';
import { watchMemory } from './memoryWatch';
import { HostError } from './ModelHost';

/** Milliseconds for what a host sent before it ended to arrive. */
const lastWords = 50;
/** The longest time a timer can be set to, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

interface Pending {
  readonly accept: (result: unknown) => void;
  readonly refuse: (failure: HostFailure) => void;
}

/**
 * Requests to one host process: typed, with a time limit each, rejected when the process ends or the check is cancelled.
 * What the process sends is checked; one that sends anything but the reply to a request is ended.
 */
export class HostConnection {
  private readonly process: HostProcess;
  private readonly pending = new Map<number, Pending>();
  private readonly interrupted: Promise<never>;
  private readonly stopReading: () => void;
  private interrupt!: (reason: unknown) => void;
  private stopWatch = () => {};
  private requests = 0;

  constructor(
    launch: Launch,
    private readonly signal: AbortSignal,
    onOutput: (text: string) => void,
  ) {
    signal.throwIfAborted();
    this.process = new HostProcess(launch, onOutput);
    this.interrupted = new Promise((_, reject) => (this.interrupt = reject));
    this.interrupted.catch(() => {});
    signal.addEventListener('abort', this.abort, { once: true });
    this.stopReading = readFrames(
      this.process.child.stdout,
      (message) => this.take(message),
      (error) => void this.breakOff(error.message),
    );
    void this.process.ended.then(async (ending) => {
      // The last message, which may say why it ended, is still on its way through the reader.
      await delay(lastWords);
      this.interrupt(new HostError(endedProcess(ending)));
    });
  }

  /** @param seconds after which the host is taken for hung and ended. */
  async request<Method extends keyof HostRequests>(
    method: Method,
    params: HostRequests[Method]['params'],
    seconds: number,
  ): Promise<HostRequests[Method]['reply']> {
    this.signal.throwIfAborted();
    const id = ++this.requests;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => {
          this.process.kill();
          reject(new HostError({ kind: 'timeout', message: `no answer to ${method} within ${seconds} s` }));
        },
        Math.min(seconds * 1000, longestTimer),
      );
    });
    const answer = new Promise<unknown>((accept, reject) => {
      this.pending.set(id, { accept, refuse: (failure) => reject(new HostError(failure)) });
    });
    answer.catch(() => {});
    try {
      this.process.child.stdin.write(frame({ jsonrpc: '2.0', id, method, params }));
      const reply = await Promise.race([answer, this.interrupted, timeout]);
      checkReply(method, params, reply);
      return reply;
    } catch (error) {
      if (!(error instanceof Misshapen)) throw error;
      this.process.kill();
      throw new HostError(brokenProtocol(`in the reply to ${method}, ${error.message}`));
    } finally {
      this.pending.delete(id);
      clearTimeout(timer);
    }
  }

  /** From now on, more memory than this many bytes ends the host. */
  limitMemory(bytes: number): void {
    const { pid } = this.process.child;
    this.stopWatch();
    if (pid === undefined) return;
    this.stopWatch = watchMemory(pid, bytes, () => {
      const message = `more than ${Number((bytes / 1e9).toPrecision(2))} GB`;
      this.interrupt(new HostError({ kind: 'memory', message }));
      this.process.kill();
    });
  }

  async dispose(): Promise<void> {
    this.stopWatch();
    this.signal.removeEventListener('abort', this.abort);
    this.stopReading();
    await this.process.end();
  }

  private take(message: unknown): void {
    const { jsonrpc, id, result, error } = (message ?? {}) as Record<string, unknown>;
    const pending = typeof id === 'number' ? this.pending.get(id) : undefined;
    const answers = jsonrpc === '2.0' && (result === undefined) !== (error === undefined);
    if (pending === undefined || !answers) void this.breakOff(strayMessage(error));
    else {
      this.pending.delete(id as number);
      if (error === undefined) pending.accept(result);
      else pending.refuse(failureOf(error));
    }
  }

  /** Where the process has ended, that is what went wrong; else it is ended for what it sent. */
  private async breakOff(reason: string): Promise<void> {
    await delay(2 * lastWords);
    this.interrupt(new HostError(brokenProtocol(reason)));
    this.process.kill();
  }

  private readonly abort = () => {
    this.interrupt(this.signal.reason);
    this.process.kill();
  };
}

function strayMessage(error: unknown): string {
  const said = (error as { message?: unknown } | null | undefined)?.message;
  return typeof said === 'string' ? said : 'it answers no request';
}

function failureOf(error: unknown): HostFailure {
  const { data, message } = (error ?? {}) as { data?: unknown; message?: unknown };
  if (isHostFailure(data)) return data;
  return { kind: 'internal', message: typeof message === 'string' ? message : 'it does not say why' };
}

function brokenProtocol(reason: string): HostFailure {
  return { kind: 'internal', message: `it sent a message that cannot be read: ${reason}` };
}

function endedProcess(ending: Awaited<HostProcess['ended']>): HostFailure {
  if (ending.error) return { kind: 'not-started', message: ending.error.code ?? ending.error.message };
  const how = ending.signal ? `by ${ending.signal}` : `with status ${ending.status}`;
  return { kind: 'exit', message: `the process ended ${how}` };
}
