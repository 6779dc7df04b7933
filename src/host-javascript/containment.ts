import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Readable, Writable } from 'node:stream';
import { ExitRequested } from './failures';

export interface Containment {
  /** The real standard input, for the protocol alone. */
  readonly input: NodeJS.ReadStream;
  /** The real standard output, likewise. */
  readonly output: Writable;
  /** Ends the process once everything written has left it. */
  readonly exit: (code: number) => void;
  /** Takes what went wrong in callbacks of the model's code since the last call. */
  readonly takeStray: () => unknown;
}

/**
 * Keeps model code away from the protocol and from the process: what it prints goes to standard error, where it asks to end
 * the process an error is thrown, what it reads has ended, and errors nobody caught are kept for the next reply.
 */
export function contain(): Containment {
  const input = process.stdin;
  const write = process.stdout.write.bind(process.stdout);
  const exit = process.exit.bind(process);
  const strays: unknown[] = [];

  process.stdout.write = process.stderr.write.bind(process.stderr);
  redirectFileDescriptor();
  emptyInput();
  const refuse = (code?: unknown): never => {
    const request = new ExitRequested(code);
    strays.push(request);
    throw request;
  };
  process.exit = refuse;
  process.abort = refuse;
  process.on('uncaughtException', (error) => strays.push(error));
  process.on('unhandledRejection', (reason) => strays.push(reason));

  const output = new Writable({
    write: (chunk: Uint8Array, _encoding, done) => void write(chunk, () => done()),
  });
  return {
    input,
    output,
    exit: (code) => {
      output.end(() => exit(code));
    },
    takeStray: () => strays.splice(0)[0],
  };
}

/** Sends what is written to file descriptor 1 without `process.stdout` to standard error as well. */
function redirectFileDescriptor(): void {
  const { writeSync } = fs;
  const redirected = (descriptor: number, ...rest: unknown[]): number =>
    (writeSync as (...values: unknown[]) => number)(descriptor === 1 ? 2 : descriptor, ...rest);
  fs.writeSync = redirected as typeof writeSync;
  syncBuiltinESMExports();
}

/** Lets the model find standard input at its end, as nobody types: the real one carries the protocol. */
function emptyInput(): void {
  Object.defineProperty(process, 'stdin', { value: Readable.from([]), configurable: true });
  const { readSync, readFileSync } = fs;
  const isInput = (file: unknown): boolean => file === 0 || file === '/dev/stdin';
  fs.readSync = ((descriptor: number, ...rest: unknown[]) =>
    isInput(descriptor)
      ? 0
      : (readSync as (...values: unknown[]) => number)(descriptor, ...rest)) as typeof readSync;
  fs.readFileSync = ((file: unknown, options: unknown) => {
    const asText = typeof options === 'string' || (options as { encoding?: unknown } | null)?.encoding;
    if (isInput(file)) return asText ? '' : Buffer.alloc(0);
    return (readFileSync as (...values: unknown[]) => unknown)(file, options);
  }) as typeof readFileSync;
  syncBuiltinESMExports();
}
