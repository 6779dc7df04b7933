import { h, uniqueId } from '../shared/dom';
import type { Features } from './features';

/** Offered while typing; a list of all could have a hundred thousand entries. */
const mostOffered = 40;

/** A field to choose a feature by its name or number. */
export function featureField(
  label: string,
  features: Features,
  chosen: number,
  choose: (feature: number) => void,
): HTMLElement {
  const id = uniqueId('features');
  const list = h('datalist', { id });
  const input = h('input', {
    class: 'field',
    type: 'text',
    list: id,
    value: features.name(chosen),
    size: 18,
  });
  const find = (text: string): number => {
    for (let j = 0; j < features.count; j++) if (features.name(j) === text) return j;
    return /^\d+$/.test(text) && Number(text) < features.count ? Number(text) : -1;
  };
  const offer = () => {
    const text = input.value.trim().toLowerCase();
    const offered: string[] = [];
    for (let j = 0; j < features.count && offered.length < mostOffered; j++)
      if (features.name(j).toLowerCase().includes(text)) offered.push(features.name(j));
    list.replaceChildren(...offered.map((name) => h('option', { value: name })));
  };
  input.addEventListener('focus', () => input.select());
  input.addEventListener('input', offer);
  input.addEventListener('change', () => {
    const found = find(input.value.trim());
    if (found >= 0) {
      chosen = found;
      choose(found);
    }
    input.value = features.name(chosen);
  });
  return h('label', { class: 'labelled' }, label, input, list);
}
