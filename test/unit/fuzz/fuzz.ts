import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fixtures, root } from '../workflow/checking';

/**
 * What the fuzzing tests share. They are reproducible; GRADIENT_LENS_FUZZ makes them that many times as long, and
 * GRADIENT_LENS_FUZZ_SEED gives another start.
 */

const times = Number(process.env['GRADIENT_LENS_FUZZ'] ?? 1);
const seed = Number(process.env['GRADIENT_LENS_FUZZ_SEED'] ?? 20261122);

/** Cases run so far, for a test to count. */
export const counted = { cases: 0 };

export function settings(runs: number): { readonly numRuns: number; readonly seed: number } {
  const numRuns = Math.max(1, Math.round(runs * times));
  counted.cases += numRuns;
  return { numRuns, seed };
}

/** Small, fast random numbers from a seed that fast-check gives, so that a case is told by its seed. */
export class Dice {
  constructor(private state: number) {}

  below(count: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * count);
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }
}

export const seeds = fc.integer();

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Values that nobody expects. */
export const hostile: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 53,
  1e-320,
  '',
  'NaN',
  'Infinity',
  '-Infinity',
  '__proto__',
  'constructor',
  'toString',
  '\0',
  '\uD800',
  '😀',
  'AAAA',
  '//8=',
  'x'.repeat(10_000),
  [],
  {},
  [[]],
  [null],
  [-1, -1],
  [1e9, 1e9],
  { __proto__: null },
  JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {}}}'),
  nested(20),
  nested(200),
  Array.from({ length: 300 }, (_, i) => i),
  { from: 'module', name: '__builtins__' },
  { from: 'slot', slot: 'nothing' },
  { kind: 'component', tensor: -1, index: -1 },
  { start: -1, count: 2 ** 40 },
];

/** A copy with a few places replaced, removed, doubled or exchanged. */
export function mutated(value: unknown, dice: Dice): unknown {
  const copy = { top: structuredClone(value) };
  for (let changes = 1 + dice.below(3); changes > 0; changes--) {
    let holder = copy as Record<string, unknown>;
    let key = 'top';
    for (;;) {
      const inner = holder[key];
      const keys = typeof inner === 'object' && inner !== null ? Object.keys(inner) : [];
      if (keys.length === 0 || (key !== 'top' && dice.below(4) === 0)) break;
      holder = inner as Record<string, unknown>;
      key = dice.of(keys);
    }
    const others = Object.keys(holder);
    switch (dice.below(5)) {
      case 0:
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        break;
      case 1:
        if (Array.isArray(holder)) holder.push(holder[Number(key)]);
        else holder[`${key}2`] = holder[key];
        break;
      case 2: {
        const other = dice.of(others);
        [holder[key], holder[other]] = [holder[other], holder[key]];
        break;
      }
      default:
        holder[key] = structuredClone(dice.of(hostile));
    }
  }
  return copy.top;
}

const junk = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ':',
  ';',
  '"',
  "'",
  '"""',
  '\\',
  '`',
  '${',
  '//',
  '/*',
  '#',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\f',
  '\0',
  '\uFEFF',
  '😀',
  'θ',
  '∇',
  '\uD800',
  '=',
  '==',
  '=>',
  '@',
  '->',
  '...',
  ',',
  '.',
  '-',
  '- ',
  '&a',
  '*a',
  '!!x',
  '|',
  '>',
  '%',
  '<<:',
  '1e999',
  'lambda',
  'def f(',
  'class ',
  'return',
  'yield',
  'await ',
  'async ',
  'import x',
  'for',
  'while True:',
  'if',
  'else:',
  'try:',
  'function',
  'export default',
  'const ',
  'let ',
  'parameters:',
  'cost:',
  'gradients:',
  '# gradient-lens: expected',
  'None',
  'null',
  '  ',
  '    ',
];

/** A text with lines and tokens removed, doubled and exchanged, and junk put in. */
export function mutatedText(text: string, dice: Dice): string {
  let parts = text.split(dice.below(2) === 0 ? /(?<=\n)/ : /\b/);
  for (let changes = 1 + dice.below(6); changes > 0 && parts.length > 0; changes--) {
    const at = dice.below(parts.length);
    const other = dice.below(parts.length);
    switch (dice.below(6)) {
      case 0:
        parts.splice(at, 1 + dice.below(3));
        break;
      case 1:
        parts.splice(at, 0, parts[other]!);
        break;
      case 2:
        [parts[at], parts[other]] = [parts[other]!, parts[at]!];
        break;
      case 3:
        parts = parts.slice(0, at + 1);
        break;
      default:
        parts.splice(at, 0, dice.of(junk));
    }
  }
  return parts.join('');
}

export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** The files in a folder of the fixtures or the examples, of which texts are made. */
export function sourcesIn(ending: RegExp, ...folders: readonly string[]): readonly SourceFile[] {
  const files = folders.flatMap((folder) => {
    const place = path.join(folder === 'examples' ? root : fixtures, folder);
    return readdirSync(place, { recursive: true, encoding: 'utf8' }).map((name) => path.join(place, name));
  });
  return files
    .filter((file) => ending.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
}
