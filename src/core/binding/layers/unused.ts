import type { Binding } from '../binding';
import type { FunctionFact, Inventory } from '../inventory';
import type { Layer } from './bindLayers';

/**
 * The layers of a file that its model does not use. What a function uses is told by its text, transitively; where the
 * host does not tell, every layer counts as used, since the model's check covers it.
 */
export function unusedLayers(
  layers: readonly Layer[],
  model: Binding,
  inventory: Inventory,
): readonly Layer[] {
  const used = usedBy(model, inventory);
  if (used === null) return [];
  return layers.filter((layer) => {
    if (layer.of === 'class' || layer.pair.kind === 'derivative') return false;
    return !used.has(layer.pair.forward.name) && !used.has(layer.pair.backward.name);
  });
}

/** Names of all functions that take part in the model; null if that cannot be told. */
function usedBy(model: Binding, inventory: Inventory): ReadonlySet<string> | null {
  const used = new Set<string>();
  const waiting = model.entries.map(({ name }) => name);
  for (const reading of model.readings.slice(0, 1)) {
    waiting.push(...reading.split(' → '), reading.replace(/^class /, ''));
  }
  while (waiting.length > 0) {
    const name = waiting.pop()!;
    if (used.has(name)) continue;
    used.add(name);
    for (const fact of factsNamed(name, inventory)) {
      if (fact.uses === undefined) return null;
      waiting.push(...fact.uses);
    }
  }
  return used;
}

/** A function of that name, or the methods of a class. */
function factsNamed(name: string, inventory: Inventory): readonly FunctionFact[] {
  return [
    ...inventory.functions.filter((fact) => fact.name === name),
    ...inventory.classes.filter((fact) => fact.name === name).flatMap((fact) => fact.methods),
  ];
}
