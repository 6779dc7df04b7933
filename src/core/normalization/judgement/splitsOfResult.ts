import type { Description, FunctionFact } from '../../binding/inventory';
import type { Source } from '../../binding/plan';
import { partsOf } from '../../binding/results';
import { inside } from '../../binding/values';
import { arrayOf, splitsAmong, type FoundSplit, type NamedValue } from './findSplits';

/**
 * The splits in what a data function returned, told by the names in its `return` statement, by keys, or by the usual
 * orders: (X, y), (X_train, y_train, X_test, y_test), (X_train, X_test, y_train, y_test), ((x, y), (x, y)).
 */
export function splitsOfResult(
  fact: FunctionFact,
  source: Source,
  value: Description,
): readonly FoundSplit[] {
  const named = partsOf(fact, source, value).flatMap((part): readonly NamedValue[] => {
    const { value: held, source: from } = part;
    if (held.type === 'mapping') {
      return held.entries.map(({ key, value: item }) => {
        return { name: String(key), source: inside(from, [{ item: key }]), value: item };
      });
    }
    if (held.type === 'sequence') {
      const names = part.text.replace(/^[([]|[)\]]$/g, '').split(',');
      return held.items.map((item, index) => {
        const name = (names.length === held.items.length ? names[index]! : '').trim();
        return { name, source: inside(from, [{ item: index }]), value: item };
      });
    }
    return [{ name: part.name ?? '', source: from, value: held }];
  });
  const byName = splitsAmong(named);
  return byName.length > 0 ? byName : splitsAmong(inUsualOrder(source, value));
}

const two = ['train', 'test'];
const three = ['train', 'dev', 'test'];

function inUsualOrder(source: Source, value: Description): readonly NamedValue[] {
  if (value.type !== 'sequence') return [{ name: 'X', source, value }];
  const { items } = value;
  const at = (path: readonly number[], name: string): NamedValue => {
    let item: Description = value;
    for (const index of path) if (item.type === 'sequence') item = item.items[index]!;
    return {
      name,
      source: inside(
        source,
        path.map((index) => ({ item: index })),
      ),
      value: item,
    };
  };
  const splits = (count: number): readonly string[] | null =>
    count === 2 ? two : count === 3 ? three : null;
  if (items.every((item) => item.type === 'sequence' && item.items.length === 2)) {
    const names = splits(items.length) ?? [];
    return names.flatMap((split, index) => [at([index, 0], `X_${split}`), at([index, 1], `y_${split}`)]);
  }
  const shapes = items.map((_, index) => arrayOf(at([index], ''))?.shape ?? null);
  if (shapes.includes(null)) return [];
  if (items.length <= 2) return [at([0], 'X'), ...(items.length === 2 ? [at([1], 'y')] : [])];
  const names = items.length % 2 === 0 ? splits(items.length / 2) : null;
  if (names === null) return [];
  const inPairs = shareLength(shapes[0]!, shapes[1]!);
  return names.flatMap((split, index) => {
    const [x, y] = inPairs ? [2 * index, 2 * index + 1] : [index, names.length + index];
    return [at([x], `X_${split}`), at([y], `y_${split}`)];
  });
}

/** True if two arrays may have as many examples, along the first axis or the last. */
function shareLength(inputs: readonly number[], labels: readonly number[]): boolean {
  return inputs[0] === labels[0] || inputs.at(-1) === labels.at(-1);
}
