import type { LaboratorySettings } from '../../src/core/activation/laboratory/settings';
import { compute } from './compute';
import type { FromWorker, ToWorker } from './messages';

/** Runs settings one after another; the newest win, a run under way is ended. */
export interface Runner {
  start(settings: LaboratorySettings): void;
}

/** @param script URI of the worker's script */
export function createRunner(script: string | undefined, tell: (message: FromWorker) => void): Runner {
  const source = script === undefined ? Promise.resolve(null) : blobOf(script);
  let worker: Worker | null = null;
  let busy = false;
  let newest = 0;

  const start = async (settings: LaboratorySettings) => {
    const own = ++newest;
    const receive = (message: FromWorker) => {
      if (own !== newest) return;
      if (message.type !== 'progress') busy = false;
      tell(message);
    };
    if (busy) {
      // Its run does not listen while it computes.
      worker?.terminate();
      worker = null;
    }
    busy = true;
    const url = await source;
    if (own !== newest) return;
    worker ??= url === null ? null : workerOf(url);
    if (worker === null) {
      // Without a worker the page computes, after it has shown what it is doing.
      setTimeout(() => own === newest && compute(settings, receive), 30);
      return;
    }
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => receive(data);
    worker.onerror = ({ message }) => receive({ type: 'problem', message });
    worker.postMessage({ settings } satisfies ToWorker);
  };
  return { start: (settings) => void start(settings) };
}

/** A worker may only be started from the page's own origin, which a blob has. */
async function blobOf(script: string): Promise<string | null> {
  try {
    const response = await fetch(script);
    if (!response.ok) return null;
    return URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
  } catch {
    return null;
  }
}

function workerOf(url: string): Worker | null {
  try {
    return new Worker(url);
  } catch {
    return null;
  }
}
