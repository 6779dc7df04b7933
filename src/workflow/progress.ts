import type { Tensor } from '../core/model';
import type { CheckProgress } from '../protocol/panels';

/** Turns the stages of a check into progress with a count and an estimate of the time left. */
export class ProgressMeter {
  private state: CheckProgress = { stage: '', done: 0, total: null, secondsLeft: null, tensors: [] };
  private secondsEach = 0;

  constructor(private readonly report: (progress: CheckProgress) => void) {}

  stage(stage: string): void {
    this.update({ stage, secondsLeft: null });
  }

  tensors(tensors: readonly Tensor[]): void {
    this.update({ tensors: tensors.map(({ name, shape }) => ({ name, shape })) });
  }

  /** @param seconds expected for one component; replaced by what was measured as soon as it can be. */
  plan(seconds: number): void {
    this.secondsEach = seconds;
    this.started = performance.now();
  }

  components(tensor: string, done: number, total: number): void {
    const elapsed = (performance.now() - this.started) / 1000;
    const each = elapsed > 0.5 && done > 0 ? elapsed / done : this.secondsEach;
    this.update({ stage: `Checking ${tensor}`, done, total, secondsLeft: (total - done) * each });
  }

  private started = 0;

  private update(change: Partial<CheckProgress>): void {
    this.state = { ...this.state, ...change };
    this.report(this.state);
  }
}
