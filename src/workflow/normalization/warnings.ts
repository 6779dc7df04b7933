import type { Warning } from '../../core/binding/binding';
import { listed } from '../../core/binding/parameters';
import { counted } from '../../core/format';
import { constancies } from '../../core/normalization/splitStatistics';
import type { SplitReport } from '../../protocol/normalization';

/** Notes on what was left out, and on features that cannot be divided by their standard deviation. */
export function warningsOf(
  splits: readonly SplitReport[],
  names: readonly string[] | null,
): readonly Warning[] {
  return [
    ...splits.flatMap((split) => valuesLeftOut(split, 'missing', names)),
    ...splits.flatMap((split) => valuesLeftOut(split, 'infinite', names)),
    ...constants(splits[0]!, names),
  ];
}

function valuesLeftOut(
  { name, line, statistics }: SplitReport,
  kind: 'missing' | 'infinite',
  names: readonly string[] | null,
): readonly Warning[] {
  const total = statistics[kind].reduce((sum, count) => sum + count, 0);
  if (total === 0) return [];
  const features = indicesWhere(statistics[kind], (count) => count > 0);
  const message = `${counted(total, `${kind} value`)} in ${featuresText(features, names)} of ${name} ${total === 1 ? 'was' : 'were'} left out.`;
  return [{ code: kind, message, line }];
}

function constants(
  { name, line, statistics }: SplitReport,
  names: readonly string[] | null,
): readonly Warning[] {
  const features = indicesWhere(statistics.constancy, (code) => /constant/.test(constancies[code]!));
  if (features.length === 0) return [];
  const is = features.length === 1 ? 'is' : 'are';
  const message = `${upperFirst(featuresText(features, names))} of ${name} ${is} constant: divide by 1 there, not by the standard deviation.`;
  return [{ code: 'constant', message, line }];
}

function indicesWhere(
  values: Float64Array | Uint8Array,
  holds: (value: number) => boolean,
): readonly number[] {
  return Array.from(values.keys()).filter((index) => holds(values[index]!));
}

/** `feature 3`, `features 1, 4 and 7`, `average_rooms`, `207 features`; counted from 0 as arrays are. */
function featuresText(features: readonly number[], names: readonly string[] | null): string {
  if (features.length > 5) return counted(features.length, 'feature');
  if (names !== null) return listed(features.map((index) => `\`${names[index]}\``));
  return `feature${features.length === 1 ? '' : 's'} ${listed(features.map(String))}`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
