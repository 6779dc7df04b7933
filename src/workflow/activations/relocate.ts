import type { Layer, LayerArray, Network, NonFinite } from '../../core/activation/network';
import type { Place } from '../../core/place';
import { cellAt, type CellLines } from '../../source/notebook/cells';

/** From lines of the module that was made of a notebook to lines of its cells. */
export function relocateNetwork(network: Network, file: string, cells: readonly CellLines[]): Network {
  const moved = <Item extends { readonly place: Place | null }>(item: Item | null): Item | null =>
    item && { ...item, place: item.place && relocatePlace(item.place, file, cells) };
  return {
    ...network,
    input: moved<LayerArray>(network.input),
    nonFinite: moved<NonFinite>(network.nonFinite),
    layers: network.layers.map((layer): Layer => ({
      ...layer,
      weights: moved(layer.weights),
      preActivation: moved(layer.preActivation),
      activation: moved(layer.activation),
      preActivationGradient: moved(layer.preActivationGradient),
      activationGradient: moved(layer.activationGradient),
    })),
  };
}

function relocatePlace(place: Place, file: string, cells: readonly CellLines[]): Place {
  if (place.file !== file) return place;
  const start = cellAt(cells, place.line);
  return { ...place, ...start, endLine: place.endLine - place.line + start.line };
}
