import type { Description, FunctionFact } from '../inventory';
import { canonical, gradientKeys, isIdentifier } from '../names';
import type { Source } from '../plan';
import { inside, isNumeric } from '../values';

/** One of the things that a call returned. */
export interface Returned {
  /** What the function calls it, if that is a name. */
  readonly name: string | null;
  readonly source: Source;
  readonly value: Description;
}

/** What a call returned, taken apart: the items of a tuple, the entries of an object, or the one value. */
export function returnedBy(fact: FunctionFact, slot: string, value: Description): readonly Returned[] {
  const source: Source = { from: 'slot', slot };
  const texts = fact.returns.filter((one) => one.length > 0);
  const items = value.type === 'sequence' ? value.items : stacked(value, texts);
  if (items !== null) {
    const names = texts.findLast((one) => one.length === items.length) ?? bracketed(texts, items.length);
    return items.map((item, index) => ({
      name: nameOf(names?.[index]),
      source: inside(source, [{ item: index }]),
      value: item,
    }));
  }
  if (value.type === 'mapping') {
    return value.entries.map(({ key, value: entry }) => ({
      name: String(key),
      source: inside(source, [{ item: key }]),
      value: entry,
    }));
  }
  const single = texts.findLast((one) => one.length === 1)?.[0];
  return [{ name: nameOf(single), source, value }];
}

/** `[out, cache]` returned as one expression, as JavaScript does: the texts of its items. */
function bracketed(texts: readonly (readonly string[])[], length: number): readonly string[] | undefined {
  const [text] = texts.findLast((one) => one.length === 1) ?? [];
  const inner = /^[[(](.*)[\])]$/s.exec(text?.trim() ?? '')?.[1];
  const items = inner === undefined ? [] : splitAtCommas(inner);
  return items.length === length ? items : undefined;
}

function splitAtCommas(text: string): readonly string[] {
  const items = [''];
  let depth = 0;
  for (const character of text) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0) items.push('');
    else items[items.length - 1] += character;
  }
  return items;
}

/** Two nested lists of the same shape, returned as `[out, x]`, look like one of one more axis. */
function stacked(value: Description, texts: readonly (readonly string[])[]): readonly Description[] | null {
  if (value.type !== 'array' || value.container !== 'list' || value.shape.length < 2) return null;
  const [length, ...rest] = value.shape;
  if (!texts.some((one) => one.length === length) && bracketed(texts, length!) === undefined) return null;
  return Array.from({ length: length! }, () => ({ ...value, shape: rest }));
}

function nameOf(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return isIdentifier(trimmed) ? trimmed : null;
}

const notOutput = /cache|mask|memo|ctx|context|saved|indices|argmax|switches/i;

/** The outputs that the upstream arguments of the backward function belong to, in their order; null if they do not fit. */
export function outputsFor(
  upstream: readonly string[],
  returned: readonly Returned[],
): readonly Returned[] | null {
  const outputs = returned.filter(
    ({ name, value }) => isNumeric(value) && value.type !== 'other' && !notOutput.test(name ?? ''),
  );
  const chosen: Returned[] = [];
  for (const name of upstream) {
    const keys = gradientKeys([name])
      .filter(({ marks }) => marks > 0)
      .map(({ key }) => key);
    const byName = outputs.find((output) => output.name !== null && keys.includes(canonical(output.name)));
    const next = byName ?? outputs.find((output) => !chosen.includes(output));
    if (next === undefined || chosen.includes(next)) return null;
    chosen.push(next);
  }
  return chosen;
}
