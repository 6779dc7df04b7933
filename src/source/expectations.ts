/** What a file says about gradients that are wrong on purpose: a reversal layer, clipping, a straight-through estimator. */

const declaration = /(?:#|\/\/)\s*gradient-lens:\s*expected\b[\s:,–—-]*(.*?)\s*(?:\*\/)?$/i;

/**
 * The lines (one-based) whose gradients are declared to be wrong on purpose, with the reason given; a comment that
 * stands alone speaks of the line below it.
 */
export function expectationsIn(text: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  if (!/gradient-lens:/i.test(text)) return found;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const match = declaration.exec(line);
    if (match === null) continue;
    const alone = line.slice(0, match.index).trim() === '';
    found.set(index + (alone ? 2 : 1), match[1] === '' ? 'by a comment that gives no reason' : match[1]!);
  }
  return found;
}
