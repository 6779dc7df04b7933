import type { Network } from '../../core/activation/network';
import type { Place } from '../../core/place';
import { weightLine } from '../../source/weightLine';
import { lineOfArray } from '../normalization/lineOfArray';
import type { ObservedModel } from './observedModel';

/** The lines that make the weights, where the text tells; of `weights[3]`, that of `weights`. */
export function withWeightLines(
  network: Network,
  file: string,
  { model, language }: Pick<ObservedModel, 'model' | 'language'>,
): Network {
  const lines = new Map<string, Place | null>();
  const placeOf = (tensor: string): Place | null => {
    const name = /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(tensor)?.[0] ?? '';
    let place = lines.get(name);
    if (place === undefined) {
      const line =
        weightLine(model.text, name) ?? lineOfArray({ text: model.text, language, cells: model.cells }, name);
      place = line === null ? null : { file, line, column: 1, endLine: line, endColumn: 1000, function: '' };
      lines.set(name, place);
    }
    return place;
  };
  const layers = network.layers.map((layer) =>
    layer.weights === null || layer.weights.place !== null
      ? layer
      : { ...layer, weights: { ...layer.weights, place: placeOf(layer.weights.name) } },
  );
  return { ...network, layers };
}
