import type { LeftOut } from '../../core/binding/inventory';
import { afterLine, betweenStatements, isContinued, startsStatement } from './lineState';

/** The Python of a cell: as many lines as the cell has, what only a notebook understands replaced. */
export interface CellCode {
  readonly lines: readonly string[];
  /** What was replaced; lines count from 1 within the cell. */
  readonly replaced: readonly LeftOut[];
}

/** Cell magics that run the rest of their cell in the notebook itself. */
const runsCell = /^%%(time|timeit|capture|prun|lprun|mprun|memit|debug|snakeviz|heat|wall_time|notify)\b/;

const aCommand = 'it is a command to the notebook';

/** Replaces magics, shell lines and questions for help in the text of a code cell. */
export function cellCode(text: string): CellCode {
  const lines = text.split('\n');
  const replaced: LeftOut[] = [];
  const note = (from: number, to: number, reason = aCommand): void => {
    replaced.push({ line: from + 1, endLine: to + 1, reason });
  };
  let at = Math.max(
    0,
    lines.findIndex((line) => line.trim() !== ''),
  );
  // One cell magic may follow another: %%capture, then %%time.
  for (; lines[at]?.startsWith('%%'); at++) {
    if (!runsCell.test(lines[at]!)) {
      note(at, lines.length - 1, `it is a cell of \`${/^%%\s*\S*/.exec(lines[at]!)![0]}\``);
      return { lines: lines.map(() => ''), replaced };
    }
    note(at, at);
    lines[at] = '';
  }
  for (let state = betweenStatements; at < lines.length; at++) {
    const line = lines[at]!;
    const found = startsStatement(state) ? substituteFor(line) : null;
    if (found?.rest) lines[at] = found.code;
    if (found === null || found.rest) {
      state = afterLine(lines[at]!, state);
      continue;
    }
    const first = at;
    // What the shell is told may go on over several lines.
    while (isContinued(lines[at]!) && at + 1 < lines.length) at++;
    lines.fill('', first, at + 1);
    lines[first] = found.code;
    if (found.noted) note(first, at);
  }
  return { lines, replaced };
}

interface Substitute {
  readonly code: string;
  /** The rest of the line is Python, and may go on in the next. */
  readonly rest: boolean;
  /** Nothing else will tell of it. */
  readonly noted: boolean;
}

const timed = /^(\s*)(%time\s)(\s*\S.*)$/;
const command = /^(\s*)(?:%|!|\?|(?:pip3?|conda|mamba)\s+[a-z])/;
const help = /^(\s*)[%\w.*]+\?\??\s*$/;
const assigned = /^(\s*[A-Za-z_][\w.]*(?:\s*,\s*[A-Za-z_][\w.]*)*\s*=\s*)(?:!|%)(?!=)/;

/** Python in place of what only a notebook understands; null for a line that is Python already. */
function substituteFor(line: string): Substitute | null {
  const time = timed.exec(line);
  // Of the same length, so that columns stay.
  if (time) return { code: `${time[1]}pass; ${time[3]}`, rest: true, noted: false };
  const assignment = assigned.exec(line);
  // As what `leaveOut` knows to be a command to the notebook; it leaves out what depends on it, too.
  if (assignment) return { code: `${assignment[1]}get_ipython()`, rest: false, noted: false };
  const own = command.exec(line) ?? help.exec(line);
  // A statement, because it may be all there is in a block.
  return own && { code: `${own[1]}pass`, rest: false, noted: true };
}
