import type { Provenance } from '../../core/normalization/verdicts';
import type { View } from '../../core/normalization/view';
import type { Place } from '../../core/place';
import { culpritLine } from '../../source/normalization/culprit';
import type { ModelSource } from './found';

/** The line that normalizes a split with other statistics than those of the training split, where the text tells. */
export function culpritOf(
  file: string,
  { text, language }: ModelSource,
  provenance: Provenance,
  { orientation }: View,
): Place | null {
  for (const { split, whose } of provenance.splits) {
    if (whose !== 'own' && whose !== 'pooled') continue;
    const found = culpritLine(text, language, split, orientation);
    if (found === null) continue;
    const { line, column, endLine, endColumn } = found;
    return { file, line, column, endLine, endColumn, function: found.function };
  }
  return null;
}
