import { problem } from './contractKeys';
import type { Description, FunctionFact } from './inventory';
import { parameterKey } from './names';
import type { Accessors, Source } from './plan';
import type { Session } from './session';
import { tensorsOfContainer, type FoundTensor } from './tensors';
import { inside, isNumeric, shapeOf } from './values';
import { described } from './words';

/** A tensor of the contract; one that is read and written by functions has those. */
export interface ContractTensor extends FoundTensor {
  readonly accessors: Accessors | null;
}

/**
 * What a contract declares to be parameters: arrays, numbers and containers of them, nodes of a graph with their numbers in
 * `data`, and pairs of functions that get and set something else.
 */
export async function tensorsOfContract(
  fact: FunctionFact,
  source: Source,
  value: Description,
  session: Session,
): Promise<readonly ContractTensor[]> {
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
  if (named.length === 0) throw unusable(fact, 'is empty');
  const found: ContractTensor[] = [];
  for (const entry of named) {
    const at = inside(source, [{ item: entry.key }]);
    const name = typeof entry.key === 'number' ? `parameters[${entry.key}]` : entry.key;
    const accessors = accessorsOf(at, entry.value);
    if (accessors !== null) {
      found.push(await behindFunctions(fact, name, accessors, session));
      continue;
    }
    // What the file declares to be a parameter is one, whatever its name.
    const plain = tensorsOfEntry(at, entry.value, name);
    if (plain === null)
      throw unusable(fact, `holds ${described(entry.value)} under ${JSON.stringify(entry.key)}`);
    found.push(...plain.map((tensor) => ({ ...tensor, accessors: null })));
  }
  return found;
}

function tensorsOfEntry(at: Source, value: Description, name: string): readonly FoundTensor[] | null {
  if (isNumeric(value) || value.type === 'sequence') return tensorsOfContainer(at, value, name);
  if (value.type === 'mapping')
    return tensorsOfContainer(at, value, name).map((tensor) => ({
      ...tensor,
      name: `${name}.${tensor.name}`,
      key: `${name}.${tensor.key}`.toLowerCase(),
    }));
  if (value.type !== 'object') return null;
  const node = value.attributes.find(({ name: attribute }) => /^_*(data|value|val)$/i.test(attribute));
  if (node === undefined || !isNumeric(node.value)) return null;
  return tensorsOfContainer(inside(at, [{ attribute: node.name }]), node.value, name);
}

/** `(get, set)`, `{"get": ..., "set": ...}` and, in JavaScript, an object with these methods. */
function accessorsOf(at: Source, value: Description): Accessors | null {
  if (value.type === 'sequence' && value.length === 2 && value.items.every(isFunction))
    return { get: inside(at, [{ item: 0 }]), set: inside(at, [{ item: 1 }]) };
  const holds = (key: string): boolean =>
    value.type === 'mapping' && value.entries.some((entry) => entry.key === key && isFunction(entry.value));
  if (holds('get') && holds('set'))
    return { get: inside(at, [{ item: 'get' }]), set: inside(at, [{ item: 'set' }]) };
  const has = (name: string): boolean =>
    value.type === 'object' && value.methods.some((method) => method.name === name);
  return has('get') && has('set')
    ? { get: inside(at, [{ attribute: 'get' }]), set: inside(at, [{ attribute: 'set' }]) }
    : null;
}

function isFunction(value: Description): boolean {
  return value.type === 'function';
}

async function behindFunctions(
  fact: FunctionFact,
  name: string,
  accessors: Accessors,
  session: Session,
): Promise<ContractTensor> {
  const value = await session.run({
    slot: `${name} seen`,
    call: accessors.get,
    positional: [],
    keywords: {},
  });
  const shape = shapeOf(value);
  if (shape === null) throw unusable(fact, `gets ${described(value)} for ${JSON.stringify(name)}`);
  return { name, key: parameterKey([name]), source: accessors.get, shape, value, accessors };
}

function unusable(fact: FunctionFact, what: string): Error {
  return problem(
    fact,
    'contract',
    `\`parameters\` of \`${fact.name}\` ${what}; it must hold arrays of numbers.`,
    fact.line,
  );
}
