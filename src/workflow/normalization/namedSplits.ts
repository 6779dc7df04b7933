import type { Inventory } from '../../core/binding/inventory';
import {
  arrayOf,
  findSplits,
  type FoundSplit,
  type NamedValue,
} from '../../core/normalization/judgement/findSplits';
import { inside } from '../../core/binding/values';
import { noSuchArray } from './problems';
import type { NamedSplit } from './request';

/** The splits that were named, the training split first: values of the module, or entries of its dicts as `data.X`. */
export function namedSplits(
  file: string,
  names: readonly NamedSplit[],
  inventory: Inventory,
): readonly FoundSplit[] {
  const values = valuesByName(inventory);
  const arrays = values.filter((value) => arrayOf(value) !== null);
  const byName = findSplits(inventory);
  return trainingFirst(names).map(({ role, name }) => {
    const wanted = name.replace(/\[["']?([^\]"']+)["']?\]/g, '.$1');
    const value = values.find((one) => one.name === wanted);
    if (value === undefined)
      throw noSuchArray(
        file,
        name,
        arrays.map((one) => one.name),
      );
    const found = byName.find((one) => one.name === name);
    // What cannot be seen to be an array from outside is told by the host that fetches it.
    const array = arrayOf(value) ?? { name, source: value.source, shape: null, dtype: null };
    return { raw: null, labels: null, ...found, ...array, name, role };
  });
}

export function trainingFirst<Split extends { readonly role: string }>(
  splits: readonly Split[],
): readonly Split[] {
  const order = ['train', 'all', 'dev', 'test'];
  return [...splits].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

function valuesByName(inventory: Inventory): readonly NamedValue[] {
  return inventory.values.flatMap(({ name, value }): readonly NamedValue[] => {
    const source = { from: 'module', name } as const;
    const entries = value.type === 'mapping' ? value.entries : [];
    return [
      { name, value, source },
      ...entries.map(({ key, value: item }) => {
        return { name: `${name}.${key}`, value: item, source: inside(source, [{ item: key }]) };
      }),
    ];
  });
}
