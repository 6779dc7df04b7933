import type { NormalizationProgress } from '../../protocol/normalizationPanel';

/** What was read of all arrays, as progress with an estimate of the time left. */
export class ReadingMeter {
  private state: NormalizationProgress = { stage: '', done: 0, total: null, secondsLeft: null, splits: [] };
  private started = 0;
  private finished = 0;

  constructor(
    private readonly report: (progress: NormalizationProgress) => void,
    private arrays = 1,
  ) {}

  stage(stage: string): void {
    this.update({ stage, done: 0, total: null, secondsLeft: null });
  }

  /** Before the reading of this many arrays. */
  begin(arrays: number, splits: NormalizationProgress['splits']): void {
    this.arrays = arrays;
    this.started = performance.now();
    this.update({ splits });
  }

  read(name: string, share: number | null, done: number, total: number | null): void {
    const elapsed = (performance.now() - this.started) / 1000;
    const all = share === null ? null : (this.finished + share) / this.arrays;
    const secondsLeft = all === null || elapsed < 0.5 ? null : (elapsed * (1 - all)) / all;
    this.update({ stage: `Reading ${name}`, done, total, secondsLeft });
  }

  next(): void {
    this.finished += 1;
  }

  private update(change: Partial<NormalizationProgress>): void {
    this.state = { ...this.state, ...change };
    this.report(this.state);
  }
}
