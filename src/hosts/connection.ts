import { setTimeout as delay } from 'node:timers/promises';
import {
  createMessageConnection,
  ConnectionErrors,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { HostFailure } from '../core/failure';
import type { HostRequests } from '../protocol/host';
import { HostProcess, type Launch } from './childProcess';
import { HostError } from './ModelHost';

/** Milliseconds for what a host sent before it ended to arrive. */
const lastWords = 50;

/** Requests to one host process: typed, with a time limit each, rejected when the process ends or the check is cancelled. */
export class HostConnection {
  private readonly process: HostProcess;
  private readonly rpc: MessageConnection;
  private readonly interrupted: Promise<never>;
  private interrupt!: (reason: unknown) => void;

  constructor(
    launch: Launch,
    private readonly signal: AbortSignal,
    onOutput: (text: string) => void,
  ) {
    signal.throwIfAborted();
    this.process = new HostProcess(launch, onOutput);
    this.rpc = createMessageConnection(
      new StreamMessageReader(this.process.child.stdout),
      new StreamMessageWriter(this.process.child.stdin),
    );
    this.interrupted = new Promise((_, reject) => (this.interrupt = reject));
    this.interrupted.catch(() => {});
    this.rpc.onError(async ([error]) => {
      // Where the process has ended, that is what went wrong.
      await delay(2 * lastWords);
      this.interrupt(new HostError(brokenProtocol(error)));
    });
    signal.addEventListener('abort', this.abort, { once: true });
    void this.process.ended.then(async (ending) => {
      // The last message, which may say why it ended, is still on its way through the reader.
      await delay(lastWords);
      this.interrupt(new HostError(endedProcess(ending)));
    });
    this.rpc.listen();
  }

  /** @param seconds after which the host is taken for hung and ended. */
  async request<Method extends keyof HostRequests>(
    method: Method,
    params: HostRequests[Method]['params'],
    seconds: number,
  ): Promise<HostRequests[Method]['reply']> {
    this.signal.throwIfAborted();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.process.kill();
        reject(new HostError({ kind: 'timeout', message: `no answer to ${method} within ${seconds} s` }));
      }, seconds * 1000);
    });
    try {
      const reply = this.rpc.sendRequest<HostRequests[Method]['reply']>(method, params);
      reply.catch(() => {});
      return await Promise.race([reply, this.interrupted, timeout]);
    } catch (error) {
      // The end of the process explains better than the broken pipe it leaves.
      if (isDisconnection(error)) await Promise.race([this.interrupted, timeout]);
      if (error instanceof ResponseError) throw new HostError(failureOf(error));
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async dispose(): Promise<void> {
    this.signal.removeEventListener('abort', this.abort);
    this.rpc.dispose();
    await this.process.end();
  }

  private readonly abort = () => {
    this.interrupt(this.signal.reason);
    this.process.kill();
  };
}

const disconnections: readonly unknown[] = [
  ConnectionErrors.Closed,
  ConnectionErrors.Disposed,
  ErrorCodes.MessageWriteError,
  ErrorCodes.PendingResponseRejected,
  'EPIPE',
];

function isDisconnection(error: unknown): boolean {
  return disconnections.includes((error as { code?: unknown } | null)?.code);
}

function failureOf(error: ResponseError<unknown>): HostFailure {
  const data = error.data as Partial<HostFailure> | undefined;
  if (data && typeof data.kind === 'string' && typeof data.message === 'string') return data as HostFailure;
  return { kind: 'internal', message: error.message };
}

function brokenProtocol(error: Error): HostFailure {
  return { kind: 'internal', message: `the host sent a message that cannot be read: ${error.message}` };
}

function endedProcess(ending: Awaited<HostProcess['ended']>): HostFailure {
  if (ending.error) return { kind: 'not-started', message: ending.error.code ?? ending.error.message };
  const how = ending.signal ? `by ${ending.signal}` : `with status ${ending.status}`;
  return { kind: 'exit', message: `the process ended ${how}` };
}
