import type { LaboratorySettings } from '../../src/core/activation/laboratory/settings';
import { simulate } from '../../src/core/activation/laboratory/simulate';
import type { FromWorker } from './messages';

/** Steps of the progress that are told, at most. */
const told = 100;

/** One run, in a worker or in the page. */
export function compute(settings: LaboratorySettings, tell: (message: FromWorker) => void): void {
  const start = performance.now();
  let last = -1;
  try {
    const run = simulate(settings, (done, total) => {
      const step = Math.floor((done / total) * told);
      if (step === last) return;
      last = step;
      tell({ type: 'progress', done, total });
    });
    tell({ type: 'run', run, seconds: (performance.now() - start) / 1000 });
  } catch (error) {
    tell({ type: 'problem', message: error instanceof Error ? error.message : String(error) });
  }
}
