/** Small numbers that are added inside a logarithm, so that it is finite at zero: `log(p + 1e-8)`. */

export interface WithoutEpsilons {
  readonly text: string;
  /** Line of the first logarithm that had one, from 1. */
  readonly line: number;
}

/** Any larger number is no guard against zero. */
const largest = 1e-2;
/** Guards log(0) as well, and changes no number that is not about as small. */
const smallest = '1e-300';

const epsilon = String.raw`(?:\d+\.?\d*(?:e-\d+)?|(?:\w+\.)*(?:\w*_)?(?:eps|epsilon|tiny)(?:_\w+)?\d*|Number\.EPSILON|(?:\w+\.)*finfo\([^()]*\)\.\w+)`;
const after = new RegExp(String.raw`(\+\s*)(${epsilon})(?![\w.(\[])`, 'gi');
const before = new RegExp(String.raw`(^|[(,]\s*)(${epsilon})(\s*\+)`, 'gi');

/** The same text with these numbers as good as zero; null where it has none. Lines stay where they are. */
export function withoutEpsilons(text: string): WithoutEpsilons | null {
  const logarithm = /\b(?:log|log2|log10|ln)\s*\(/g;
  let result = '';
  let end = 0;
  let line: number | null = null;
  for (let match = logarithm.exec(text); match; match = logarithm.exec(text)) {
    const start = match.index + match[0].length;
    if (start < end) continue;
    const close = closingOf(text, start);
    if (close === null) continue;
    const argument = text.slice(start, close);
    const changed = argument
      .replace(after, (whole, plus: string, number: string) => (isSmall(number) ? plus + smallest : whole))
      .replace(before, (whole, open: string, number: string, plus: string) =>
        isSmall(number) ? open + smallest + plus : whole,
      );
    if (changed === argument) continue;
    line ??= text.slice(0, start).split('\n').length;
    result += text.slice(end, start) + changed;
    end = close;
  }
  return line === null ? null : { text: result + text.slice(end), line };
}

/** A name says it of itself. */
function isSmall(number: string): boolean {
  return !/^\d/.test(number) || (Number(number) <= largest && Number(number) > 1e-200);
}

/** Where the parenthesis that is open at `start` closes; null if it does not. */
function closingOf(text: string, start: number): number | null {
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  return null;
}
