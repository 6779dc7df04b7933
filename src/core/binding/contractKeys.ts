import type { Description, FunctionFact } from './inventory';
import { Misfit } from './session';
import { described } from './words';

/** What the contract function returned, by key. */
export type Keys = ReadonlyMap<string, Description>;

export function entriesOf(fact: FunctionFact, value: Description): Keys {
  if (value.type === 'mapping')
    return new Map(value.entries.map((entry) => [String(entry.key), entry.value]));
  throw problem(
    fact,
    'contract',
    `\`${fact.name}\` returned ${described(value)}; it must return a dict with the keys parameters, cost and gradients.`,
    fact.line,
  );
}

export function required(fact: FunctionFact, keys: Keys, key: string, what: string): Description {
  const value = keys.get(key);
  if (value !== undefined) return value;
  throw problem(
    fact,
    'contract',
    `\`${fact.name}\` returned no \`${key}\`; add ${what} under that key.`,
    fact.line,
  );
}

export function callable(fact: FunctionFact, keys: Keys, key: string, what: string): FunctionFact {
  const value = required(fact, keys, key, `a function without arguments ${what}`);
  if (value.type === 'function') return value.function;
  throw problem(
    fact,
    'contract',
    `\`${key}\` of \`${fact.name}\` is ${described(value)}; it must be a function without arguments ${what}.`,
    fact.line,
  );
}

/** A problem of the contract, at one of its lines. */
export function problem(fact: FunctionFact, code: string, message: string, line: number): Misfit {
  return new Misfit(code, message, line, fact.file);
}
