import { looksLikeParameter } from '../core/binding/names';

/**
 * Small numbers that keep a logarithm finite at zero: added inside it, `log(p + 1e-8)`, or to what it is taken of; or the
 * bounds that its argument is held in, `p = np.clip(p, eps, 1 - eps)`.
 */

export interface WithoutEpsilons {
  readonly text: string;
  readonly kind: 'added' | 'bound';
  /** Of the first of that kind, from 1. */
  readonly line: number;
}

/** Any larger number is no guard against zero. */
const largest = 1e-2;
/** Guards log(0) as well, and changes no number that is not about as small. */
const smallest = '1e-300';
/** The largest number below 1. */
const belowOne = '1 - 1e-16';

interface Edit {
  readonly kind: WithoutEpsilons['kind'];
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

const literal = String.raw`\d+\.?\d*(?:e-\d+)?|10\s*\*\*\s*-\s*\d+`;
const named = String.raw`(?:\w+\.)*(?:\w*_)?(?:eps|epsilon|tiny)(?:_\w+)?\d*|Number\.EPSILON|(?:\w+\.)*finfo\([^()]*\)\.\w+`;

/** The same text with these numbers as good as zero; null where it has none. Lines stay where they are. */
export function withoutEpsilons(text: string): WithoutEpsilons | null {
  const logarithms = argumentsOf(text, /\b(?:log|log2|log10|ln)\s*\(/g);
  if (logarithms.length === 0) return null;
  const small = smallNumber(text);
  const fed = feeding(text, logarithms);
  const found = [
    ...logarithms.flatMap((range) => added(text, range, small)),
    // Deeper inside, as in `exp(z) / (total + eps)`, it guards something else.
    ...fed.flatMap((range) =>
      added(text, range, small).filter(({ from }) => depthAt(text, range, from) === 0),
    ),
    ...[...logarithms, ...fed].flatMap((range) => oneSided(text, range, small)),
    ...clips(text, small),
    ...nested(text, small),
  ].sort((a, b) => a.from - b.from);
  const edits = found.filter((edit, i) => i === 0 || edit.from >= found[i - 1]!.to);
  const first = edits.find(({ kind }) => kind === 'bound') ?? edits[0];
  if (first === undefined) return null;
  let result = '';
  let end = 0;
  for (const { from, to, by } of edits) {
    result += text.slice(end, from) + by;
    end = to;
  }
  const line = text.slice(0, first.from).split('\n').length;
  return { text: result + text.slice(end), kind: first.kind, line };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What stands in the parentheses of a call, and where the call begins. */
interface Call extends Range {
  readonly call: number;
}

function argumentsOf(
  text: string,
  call: RegExp,
  within: Range = { from: 0, to: text.length },
): readonly Call[] {
  const found: Call[] = [];
  for (const match of text.slice(within.from, within.to).matchAll(call)) {
    const from = within.from + match.index + match[0].length;
    const to = closingOf(text, from);
    if (to !== null && to <= within.to) found.push({ call: within.from + match.index, from, to });
  }
  return found;
}

/** The right-hand sides of assignments to what logarithms are taken of; a statement of several lines is left alone. */
function feeding(text: string, logarithms: readonly Range[]): readonly Range[] {
  const names = new Set(
    logarithms.flatMap(
      ({ from, to }) => text.slice(from, to).match(/(?<![\w.])(?:self\.|this\.)?[A-Za-z_]\w*/g) ?? [],
    ),
  );
  // A line of a notebook begins with a quotation mark.
  const assignment = /^[ \t]*"?[ \t]*(?:(?:const|let|var)\s+)?((?:self\.|this\.)?\w+)[ \t]*\+?=(?!=)[ \t]*/gm;
  return [...text.matchAll(assignment)].flatMap((match) => {
    const from = match.index + match[0].length;
    const to = from + /[^\r\n#;]*/.exec(text.slice(from))![0].length;
    return names.has(match[1]!)
      ? [{ from: match[0].includes('+') ? match.index + match[0].indexOf('+') : from, to }]
      : [];
  });
}

/** A pattern of a small number: written out, by a name that says so, or by one that the file gives such a value. */
function smallNumber(text: string): string {
  const assigned = new RegExp(
    String.raw`(?<![\w.])((?:self\.|this\.)?[A-Za-z_]\w*)\s*(?::\s*\w+\s*)?=\s*(${literal})\s*(?=[,);#"\\\r\n]|$)`,
    'gim',
  );
  const names = [...text.matchAll(assigned)].flatMap(([, name = '', value = '']) =>
    isSmall(value) && !looksLikeParameter(name.replace(/^.*\./, ''))
      ? [name.replace('.', String.raw`\.`)]
      : [],
  );
  return `(?<![\\w.])(?:${[literal, named, ...new Set(names)].join('|')})(?![\\w.(\\[])`;
}

/** `p + ε` and `ε + p`. */
function added(text: string, range: Range, small: string): readonly Edit[] {
  const argument = text.slice(range.from, range.to);
  const sum = new RegExp(
    String.raw`(?<=\+\s*|^\+=\s*)(?:${small})|(?<=(?:^|[(,])\s*)(?:${small})(?=\s*\+)`,
    'gi',
  );
  const isFactor = (end: number) => /^\s*[*/]/.test(argument.slice(end));
  return [...argument.matchAll(sum)].flatMap(({ index, 0: number }) => {
    const from = range.from + index;
    if (!isSmall(number) || isFactor(index + number.length)) return [];
    return [{ kind: 'added' as const, from, to: from + number.length, by: smallest }];
  });
}

function depthAt(text: string, { from }: Range, at: number): number {
  return [...text.slice(from, at)].reduce(
    (depth, sign) => depth + Number(sign === '(') - Number(sign === ')'),
    0,
  );
}

const largerOf = /\b(?:f?max|maximum)\s*\(/g;
const smallerOf = /\b(?:f?min|minimum)\s*\(/g;

/** `maximum(p, ε)` and `minimum(p, 1 - ε)`. */
function oneSided(text: string, range: Range, small: string): readonly Edit[] {
  return [
    ...bounds(text, range, largerOf, (argument) => isWhole(argument, small), smallest),
    ...bounds(text, range, smallerOf, (argument) => isBelowOne(argument, small), belowOne),
  ];
}

function bounds(
  text: string,
  range: Range,
  call: RegExp,
  isBound: (argument: string) => boolean,
  by: string,
): readonly Edit[] {
  return argumentsOf(text, call, range).flatMap((one) => {
    const own = partsOf(text, one);
    const found = own.filter((part) => isBound(valueOf(text, part)));
    return own.length === 2 && found.length === 1 ? [edited(text, found[0]!, by)] : [];
  });
}

/** `min(max(p, ε), 1 - ε)`, wherever it stands. */
function nested(text: string, small: string): readonly Edit[] {
  const whole = { from: 0, to: text.length };
  return [smallerOf, largerOf].flatMap((call) =>
    argumentsOf(text, call, whole).flatMap(({ call: from, to }) => {
      const edits = oneSided(text, { from, to: to + 1 }, small);
      return edits.length === 2 ? edits : [];
    }),
  );
}

/** `clip(p, ε, 1 - ε)`, also without the upper bound; of a method without p. */
function clips(text: string, small: string): readonly Edit[] {
  return argumentsOf(text, /\b(?:clip|clamp|clip_by_value)_?\s*\(/g).flatMap((one) => {
    const own = partsOf(text, one);
    const low = own.find((part) => isWhole(valueOf(text, part), small));
    const high = own.find((part) => isBelowOne(valueOf(text, part), small));
    const others = own.filter(
      (part) => part !== low && part !== high && !/^(?:None|null|1|1\.0?)$/.test(valueOf(text, part)),
    );
    if (low === undefined || others.length > 1) return [];
    return [edited(text, low, smallest), ...(high === undefined ? [] : [edited(text, high, belowOne)])];
  });
}

/** The arguments of a call. */
function partsOf(text: string, { from, to }: Range): readonly Range[] {
  const parts: Range[] = [];
  let [start, depth] = [from, 0];
  for (let i = from; i < to; i++) {
    if ('([{'.includes(text[i]!)) depth++;
    else if (')]}'.includes(text[i]!)) depth--;
    else if (text[i] === ',' && depth === 0) {
      parts.push({ from: start, to: i });
      start = i + 1;
    }
  }
  return [...parts, { from: start, to }].filter((part) => text.slice(part.from, part.to).trim() !== '');
}

const keyword = /^\s*(?:\w+\s*=(?!=))?\s*/;

/** Of an argument, without its keyword. */
function valueOf(text: string, { from, to }: Range): string {
  return text.slice(from, to).replace(keyword, '').trim();
}

function edited(text: string, part: Range, by: string): Edit {
  const written = text.slice(part.from, part.to);
  const from = part.from + keyword.exec(written)![0].length;
  return { kind: 'bound', from, to: part.from + written.trimEnd().length, by };
}

function isWhole(argument: string, small: string): boolean {
  return new RegExp(`^(?:${small})$`, 'i').test(argument) && isSmall(argument);
}

/** `1 - ε`, `0.9999`. */
function isBelowOne(argument: string, small: string): boolean {
  const rest = /^1(?:\.0*)?\s*-\s*(.+)$/.exec(argument)?.[1];
  if (rest !== undefined) return isWhole(rest, small);
  return /^0?\.99\d*$/.test(argument);
}

/** A name says it of itself. */
function isSmall(number: string): boolean {
  if (!/^\d/.test(number)) return true;
  const power = /^10\s*\*\*\s*-\s*(\d+)$/.exec(number);
  const value = power ? 10 ** -Number(power[1]) : Number(number);
  return value <= largest && value > 1e-200;
}

/** No arguments that people write are longer. */
const longest = 5000;

/** Where the parenthesis that is open at `start` closes; null if it does not. */
function closingOf(text: string, start: number): number | null {
  let depth = 1;
  for (let i = start; i < Math.min(text.length, start + longest); i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  return null;
}
