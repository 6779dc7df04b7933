import { count } from '../../src/core/format';
import type { ActivationReport } from '../../src/protocol/activations';
import { fold, lineLink } from '../shared/controls';
import { h, sentence } from '../shared/dom';
import type { ProfileContext } from './context';

/** What was noticed on the way. */
export function notes(context: ProfileContext, { warnings, file }: ActivationReport): HTMLElement | null {
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
