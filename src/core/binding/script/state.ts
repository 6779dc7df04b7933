import type { Description, Inventory } from '../inventory';
import { roleOfArgument } from '../roles';
import { childrenOf, isScalar, shapeOf } from '../values';
import type { Pass } from './pass';
import type { ScriptTensor } from './tensors';

/** Names from before the loop, other than parameters, under which a pass changes what is shaped like a parameter. */
export function stateOf(
  { assigned, others }: Pass,
  tensors: readonly ScriptTensor[],
  inventory: Inventory,
): readonly string[] {
  const shapes = new Set(tensors.map(({ tensor }) => tensor.shape.join()));
  const before = new Map(inventory.values.map(({ name, value }) => [name, value]));
  const known = new Set(
    tensors.flatMap(({ tensor }) => ('name' in tensor.source ? [tensor.source.name] : [])),
  );
  return [...assigned, ...others]
    .filter(({ name, value, source }) => {
      const old = source.from === 'module' ? before.get(name) : undefined;
      if (old === undefined || known.has(name) || bookkeeping.test(name)) return false;
      return roleOfArgument(name) !== 'learningRate' && changed(old, value, shapes);
    })
    .map(({ name }) => name);
}

/** What a loop keeps of its progress. */
const bookkeeping = /(loss|cost|err|acc|best|prev|last|hist|count|^j$)/i;

function changed(old: Description, value: Description, shapes: ReadonlySet<string>): boolean {
  const shape = shapeOf(value);
  if (isScalar(value) || shape !== null)
    return shapes.has((shape ?? []).join()) && !isCounter(value) && numbers(old) !== numbers(value);
  const before = new Map(childrenOf(old).map(({ part, value: child }) => [JSON.stringify(part), child]));
  return childrenOf(value).some(({ part, value: child }) => {
    const was = before.get(JSON.stringify(part));
    return was !== undefined && changed(was, child, shapes);
  });
}

function isCounter(value: Description): boolean {
  return value.type === 'number' && value.integer;
}

function numbers(value: Description): string {
  if (value.type === 'number') return String(value.value);
  return value.type === 'array' ? `${value.min} ${value.max}` : '';
}
