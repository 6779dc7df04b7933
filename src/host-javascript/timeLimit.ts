import { runInThisContext, Script } from 'node:vm';
import type { Samples } from './watchdog';

/**
 * Ends a synchronous piece of work that takes too long, also an endless loop: V8 stops the script and everything it
 * called. Neither `catch` nor `finally` of the stopped work runs, so put back outside what must be put back.
 */

const key = '__gradientLensWork';
Object.defineProperty(globalThis, key, { value: { run: () => undefined }, enumerable: false });
const holder = runInThisContext(key) as { run: () => unknown };
const script = new Script(`${key}.run()`, { filename: 'time-limit' });

/** Milliseconds after which a long loop takes a new limit; the clock of `eachWithin` is at most this much late. */
const slice = 250;

/** Somebody who looks, when a limit comes near, where the code is. */
export interface Stopwatch {
  start(milliseconds: number): void;
  stop(): void;
  samples(): Samples;
}

let stopwatch: Stopwatch | null = null;
let atLimit: Samples = [];

export function watchStopwatch(watching: Stopwatch): void {
  stopwatch = watching;
}

/** Where the code was when a limit was last reached. */
export function samplesAtLimit(): Samples {
  return atLimit;
}

/** The work took longer than it may. */
export class TimeLimitReached extends Error {
  constructor(readonly seconds: number) {
    super(`It did not end within ${seconds} s.`);
    this.name = 'TimeLimitReached';
  }
}

/**
 * Runs the work; throws `TimeLimitReached` after so many seconds. Not to be nested.
 * @param late seconds that are granted beyond the limit.
 */
export function within<T>(seconds: number, work: () => T, late = 0): T {
  if (!(seconds > 0 && seconds < 1e6)) return work();
  holder.run = work;
  const timeout = Math.ceil((seconds + late) * 1000);
  stopwatch?.start(timeout);
  try {
    return script.runInThisContext({ timeout }) as T;
  } catch (error) {
    const reached = (error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    if (!reached) throw error;
    atLimit = stopwatch?.samples() ?? [];
    throw new TimeLimitReached(seconds);
  } finally {
    stopwatch?.stop();
    holder.run = () => undefined;
  }
}

/** Calls `body(0)` to `body(count - 1)`, each limited to so many seconds, at the price of few limits for many calls. */
export function eachWithin(seconds: number, count: number, body: (index: number) => void): void {
  let next = 0;
  while (next < count) {
    const some = () => {
      const until = performance.now() + slice;
      do body(next++);
      while (next < count && performance.now() < until);
    };
    within(seconds, some, slice / 1000);
  }
}
