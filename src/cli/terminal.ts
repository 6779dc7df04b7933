import { styleText } from 'node:util';
import type { WriteStream } from 'node:tty';
import { count, duration } from '../core/format';
import type { Paint } from '../report/text';

const colours = {
  correct: 'green',
  suspicious: 'yellow',
  wrong: 'red',
  inconclusive: 'cyan',
  dim: 'dim',
} as const;

/** Colours for a terminal that shows them; none elsewhere. */
export function painter(stream: NodeJS.WriteStream): Paint {
  if (!stream.isTTY || !stream.hasColors()) return (text) => text;
  return (text, verdict) => styleText(colours[verdict], text);
}

/** How far the work is: `total` is null while unknown. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  readonly secondsLeft: number | null;
}

/** One line of progress that rewrites itself; nothing where the stream is not a terminal. */
export class ProgressLine {
  private shown = 0;
  private open = false;

  /** @param noun what is counted */
  constructor(
    private readonly stream: WriteStream,
    private readonly noun: string,
  ) {}

  show({ stage, done, total, secondsLeft }: Progress): void {
    const now = Date.now();
    if (!this.stream.isTTY || (now - this.shown < 100 && done !== 0)) return;
    this.shown = now;
    const share = total === null ? '' : `  ${count(done)} of ${count(total)} ${this.noun}`;
    const left = secondsLeft === null || secondsLeft < 1 ? '' : `, about ${duration(secondsLeft)} left`;
    this.stream.write(`\r\x1b[K${`${stage}${share}${left}`.slice(0, this.stream.columns - 1)}`);
    this.open = true;
  }

  clear(): void {
    if (this.open) this.stream.write('\r\x1b[K');
    this.open = false;
  }
}
