import { count } from '../../src/core/format';
import type { NormalizationReport } from '../../src/protocol/normalization';
import { fold, lineLink } from '../shared/controls';
import { h, sentence } from '../shared/dom';
import type { PanelContext } from './context';

/** What was noticed on the way. */
export function notes(context: PanelContext, { warnings, file }: NormalizationReport): HTMLElement | null {
  if (warnings.length === 0) return null;
  const items = warnings.map(({ message, line, cell }) =>
    h(
      'li',
      {},
      ...sentence(message),
      line !== null && ' ',
      line !== null &&
        lineLink(context, { file, line, column: 1, ...(cell !== undefined && { cell }) }, file),
    ),
  );
  return fold(context, 'notes', 'Notes', count(warnings.length), h('ul', { class: 'warnings' }, ...items));
}
