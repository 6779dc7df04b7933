import { listed } from '../../core/binding/parameters';
import type { Warning } from '../../core/binding/binding';
import { withColumns } from './columns';
import type { ReadableSplit } from './found';

/** Splits that are tables with the columns they have in common: test data often come without the labels. */
export function inCommon(splits: readonly ReadableSplit[], warnings: Warning[]): readonly ReadableSplit[] {
  const [first, ...others] = splits.map(({ array }) => array.columns);
  if (first === undefined || first === null || others.length === 0 || others.includes(null)) return splits;
  const common = first.filter((name) => others.every((names) => names!.includes(name)));
  // Columns of a name that is there twice cannot be told apart.
  if (common.length === 0 || splits.some(({ array }) => new Set(array.columns).size < array.columns!.length))
    return splits;
  for (const { name, array } of splits) {
    const alone = array.columns!.filter((column) => !common.includes(column));
    if (alone.length === 0) continue;
    const columns = listed(alone.slice(0, 5).map((column) => `\`${column}\``));
    const more = alone.length > 5 ? ` and ${alone.length - 5} more` : '';
    const message = `${columns}${more} of ${name} ${alone.length === 1 ? 'is' : 'are'} not in every split and ${alone.length === 1 ? 'was' : 'were'} left out.`;
    warnings.push({ code: 'columns', message, line: null });
  }
  return splits.map((split) => ({ ...split, array: withColumns(split.array, common) }));
}
