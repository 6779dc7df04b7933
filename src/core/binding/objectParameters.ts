import type { Description, Inventory } from './inventory';
import { chosen, listed, type ParameterChoice } from './parameters';
import { tensorsOfObject, type FoundTensor } from './tensors';

/** Parameters that the module's own objects hold, alone or in lists of them: `layers[0].W`. */
export function objectChoices({ values }: Inventory): readonly ParameterChoice[] {
  const tensors = values.flatMap(({ name, value }) => tensorsOfValue(name, value));
  if (tensors.length === 0) return [];
  const parameters = { tensors, container: null, items: [], guessed: true };
  const how = 'held by objects of the module';
  const entry = { role: 'parameters', name: listed(tensors.map(({ name }) => name)), line: null, how };
  return [chosen({ parameters, entry, made: false })];
}

function tensorsOfValue(name: string, value: Description): readonly FoundTensor[] {
  const holdsObjects =
    value.type === 'object' ||
    (value.type === 'sequence' && value.items.some(({ type }) => type === 'object'));
  if (!holdsObjects) return [];
  return tensorsOfObject({ from: 'module', name }, value).map((tensor) => ({
    ...tensor,
    name: `${name}${tensor.name.startsWith('[') ? '' : '.'}${tensor.name}`,
  }));
}
