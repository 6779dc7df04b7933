import type { HostFailure } from '../core/failure';
import { TimeLimitReached } from './timeLimit';

/** An error that already knows its facts. */
export class HostError extends Error {
  constructor(readonly failure: HostFailure) {
    super(failure.message);
    this.name = 'HostError';
  }

  /** The same failure with its place in the plan; facts that are known already stay. */
  within(where: Partial<HostFailure>): HostError {
    return new HostError({ ...where, ...this.failure });
  }
}

/** A fault of the host or of whom it serves, not of the model. */
export function internalError(message: string): HostError {
  return new HostError({ kind: 'internal', message });
}

/** Thrown where the model's code asks to end the process. */
export class ExitRequested extends Error {
  constructor(readonly code: unknown) {
    super(`The model's code ends the process (status ${String(code ?? 0)}).`);
    this.name = 'ExitRequested';
  }
}

const outOfMemory = /array buffer allocation failed|invalid (array|string|typed array) length/i;

/** The user's own files: in the innermost frame in one of them, an error happened for the reader. */
export type OwnFiles = string | readonly string[] | null;

/** The facts of anything that was thrown. */
export function failureOf(thrown: unknown, own: OwnFiles = null): HostFailure {
  if (thrown instanceof HostError) return thrown.failure;
  if (!(thrown instanceof Error)) {
    return { kind: 'exception', message: `the value ${shown(thrown)}, which is no Error` };
  }
  // The stack begins with the message, which may be as long as a model likes.
  const stack = thrown.message.length > longest ? undefined : thrown.stack;
  const facts = {
    message: cut(thrown.message),
    type: cut(thrown.name),
    ...(stack === undefined ? {} : { trace: cut(stack) }),
    ...frameIn(stack ?? '', own),
  };
  if (thrown instanceof ExitRequested) return { kind: 'exit', ...facts };
  if (thrown instanceof TimeLimitReached) return { kind: 'timeout', ...facts };
  if (thrown instanceof RangeError && outOfMemory.test(thrown.message)) return { kind: 'memory', ...facts };
  return { kind: 'exception', ...facts };
}

/** Characters of a text of the model that are worth sending. */
const longest = 20_000;

function cut(text: unknown): string {
  return String(text).slice(0, longest);
}

function shown(value: unknown): string {
  try {
    return cut(typeof value === 'string' ? JSON.stringify(cut(value)) : (JSON.stringify(value) ?? value));
  } catch {
    return typeof value;
  }
}

export function asHostError(thrown: unknown, where: Partial<HostFailure>, own: OwnFiles): HostError {
  return new HostError(failureOf(thrown, own)).within(where);
}

/** True for what must not be taken for "J is not a number here": the process cannot or must not go on. */
export function endsTheRun(thrown: unknown): boolean {
  const { kind } = failureOf(thrown);
  return kind === 'timeout' || kind === 'exit' || kind === 'memory';
}

/** The innermost frame of a V8 stack in one of the files. Columns are those of the rewritten text, so they are not told. */
function frameIn(stack: string, own: OwnFiles): Pick<HostFailure, 'file' | 'line' | 'function'> {
  if (own === null) return {};
  for (const frame of stack.split('\n')) {
    const match = /^\s+at (?:(.*?) \()?(?:file:\/\/)?(.+?):(\d+):(\d+)\)?$/.exec(frame);
    const file = match?.[2];
    if (match === null || file === undefined || !owns(own, file)) continue;
    const place = { file, line: Number(match[3]) };
    const name = match[1]?.replace(/^(Object|Module|Array)\.|^(new|async) | \[as .*\]$/g, '');
    return name === undefined || name.includes('<anonymous>') ? place : { ...place, function: name };
  }
  return {};
}

function owns(own: string | readonly string[], file: string): boolean {
  return typeof own === 'string' ? own === file : own.includes(file);
}
