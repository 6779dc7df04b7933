/** Where a line of Python ends: between statements, or inside a string, a bracket or a continued line. */
export interface LineState {
  /** The quotes that end the string the line ends in. */
  readonly quote: string | null;
  readonly depth: number;
  readonly continued: boolean;
}

export const betweenStatements: LineState = { quote: null, depth: 0, continued: false };

/** True where the line that follows starts a statement. */
export function startsStatement({ quote, depth, continued }: LineState): boolean {
  return quote === null && depth === 0 && !continued;
}

const token = /'''|"""|\\.|['"#()[\]{}]/g;

/** The state after one more line. */
export function afterLine(line: string, state: LineState): LineState {
  let { quote, depth } = state;
  for (const { 0: sign } of line.matchAll(token)) {
    if (quote !== null) {
      // In '…' three quotes are its end, and an empty string.
      if (sign === quote || sign === quote.repeat(3)) quote = null;
    } else if (sign === '#') return { quote, depth, continued: false };
    else if (/^['"]/.test(sign)) quote = sign;
    else if (/^[([{]/.test(sign)) depth++;
    else if (/^[)\]}]/.test(sign)) depth = Math.max(0, depth - 1);
  }
  const continued = isContinued(line);
  // Only strings in triple quotes go on in the next line.
  if (quote !== null && quote.length === 1 && !continued) quote = null;
  return { quote, depth, continued };
}

/** True for a line that ends in a backslash of its own. */
export function isContinued(line: string): boolean {
  return (/\\*$/.exec(line)![0].length & 1) === 1;
}
