import type { Description, FunctionFact } from './inventory';
import type { Source } from './plan';
import { Misfit } from './session';
import { tensorsOfContainer } from './tensors';
import { inside, isNumeric } from './values';
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

export function tensorsOfContract(
  fact: FunctionFact,
  source: Source,
  value: Description,
): ReturnType<typeof tensorsOfContainer> {
  if (value.type !== 'mapping' && value.type !== 'sequence') {
    throw problem(
      fact,
      'contract',
      `\`parameters\` of \`${fact.name}\` is ${described(value)}; it must be a dict from names to arrays.`,
      fact.line,
    );
  }
  const named =
    value.type === 'mapping' ? value.entries : value.items.map((item, key) => ({ key, value: item }));
  const bad = named.find(
    (entry) => !isNumeric(entry.value) && entry.value.type !== 'mapping' && entry.value.type !== 'sequence',
  );
  if (bad !== undefined || named.length === 0) {
    const text =
      bad === undefined ? 'is empty' : `holds ${described(bad.value)} under ${JSON.stringify(bad.key)}`;
    throw problem(
      fact,
      'contract',
      `\`parameters\` of \`${fact.name}\` ${text}; it must hold arrays of numbers.`,
      fact.line,
    );
  }
  // What the file declares to be a parameter is one, whatever its name.
  return named.flatMap((entry) => {
    const at = inside(source, [{ item: entry.key }]);
    const name = typeof entry.key === 'number' ? `parameters[${entry.key}]` : entry.key;
    return tensorsOfContainer(at, entry.value, name).map((tensor) =>
      entry.value.type === 'mapping'
        ? { ...tensor, name: `${name}.${tensor.name}`, key: `${entry.key}.${tensor.key}`.toLowerCase() }
        : tensor,
    );
  });
}

/** A problem of the contract, at one of its lines. */
export function problem(fact: FunctionFact, code: string, message: string, line: number): Misfit {
  return new Misfit(code, message, line, fact.file);
}
