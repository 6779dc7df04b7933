import type { Tensor } from '../core/model';
import type { CheckProgress } from '../protocol/panels';

/** Seconds after which a pace is forgotten. */
const memory = 5;

/** Turns the stages of a check into progress with a count and an estimate of the time left. */
export class ProgressMeter {
  private state: CheckProgress = { stage: '', done: 0, total: null, secondsLeft: null, tensors: [] };
  private secondsEach = 0;

  /** @param now the time in seconds */
  constructor(
    private readonly report: (progress: CheckProgress) => void,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  stage(stage: string): void {
    this.update({ stage, secondsLeft: null });
  }

  tensors(tensors: readonly Tensor[]): void {
    this.update({ tensors: tensors.map(({ name, shape }) => ({ name, shape })) });
  }

  /** @param seconds expected for one component; replaced by what was measured as soon as it can be. */
  plan(seconds: number): void {
    this.secondsEach = seconds;
    this.lately = [];
  }

  /** @param total null where it cannot be told beforehand; then no time is told either */
  components(tensor: string, done: number, total: number | null): void {
    if (total === null) return this.update({ stage: `Checking ${tensor}`, done, total, secondsLeft: null });
    this.lately.push({ at: this.now(), done });
    while (this.lately.length > 2 && this.lately.at(-1)!.at - this.lately[1]!.at > memory)
      this.lately.shift();
    this.update({ stage: `Checking ${tensor}`, done, total, secondsLeft: (total - done) * this.pace() });
  }

  /** Seconds for one component, as they went lately: further processes may have come to help. */
  private pace(): number {
    const [first, last] = [this.lately[0]!, this.lately.at(-1)!];
    const [seconds, done] = [last.at - first.at, last.done - first.done];
    return seconds > 0.5 && done > 0 ? seconds / done : this.secondsEach;
  }

  private lately: { readonly at: number; readonly done: number }[] = [];

  private update(change: Partial<CheckProgress>): void {
    this.state = { ...this.state, ...change };
    this.report(this.state);
  }
}
