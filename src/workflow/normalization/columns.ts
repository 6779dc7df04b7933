import type { Block } from '../../core/normalization/block';
import type { DataArray } from '../../data/table';
import { featuresOfBlock } from './blocks';

/** The array with only these of its columns, in this order. For tables: every row is an example. */
export function withColumns(array: DataArray, names: readonly string[]): DataArray {
  const columns = array.columns ?? [];
  const places = names.map((name) => columns.indexOf(name));
  if (places.every((place, at) => place === at) && places.length === columns.length) return array;
  const target = new Map(places.map((place, at) => [place, at]));
  return {
    ...array,
    shape: [array.shape[0]!, names.length],
    columns: names,
    async *blocks(view, signal) {
      for await (const block of array.blocks(view, signal))
        for (const [from, to] of runs(block, target)) yield part(block, from, to, target.get(from)!);
    },
  };
}

/** Ranges of features of a block that stay neighbours. */
function runs(
  { firstFeature, features }: Block,
  target: ReadonlyMap<number, number>,
): readonly [number, number][] {
  const found: [number, number][] = [];
  for (let feature = firstFeature; feature < firstFeature + features; feature++) {
    const at = target.get(feature);
    const last = found.at(-1);
    if (at === undefined) continue;
    if (last !== undefined && last[1] === feature && target.get(feature - 1) === at - 1)
      last[1] = feature + 1;
    else found.push([feature, feature + 1]);
  }
  return found;
}

function part(block: Block, from: number, to: number, firstFeature: number): Block {
  const cut = featuresOfBlock(block, from, to)!;
  return { ...cut, firstFeature };
}
