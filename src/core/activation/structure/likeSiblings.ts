import { elementwise } from '../functions';
import type { Layer, LayerArray, RecognizedActivation } from '../network';

/** Relative difference within which a function is the identity where values are tiny. */
const roundOff = 1e-6;
const fewest = 2;

/**
 * Layers whose function the numbers do not tell, in a loop whose other passes tell it: where values are so small that tanh
 * is the identity, or not finite. The last layer may well be another one.
 */
export function likeSiblings(layers: readonly Layer[]): Layer[] {
  return layers.map((layer, k) => {
    if (k === layers.length - 1 || !isOpen(layer)) return layer;
    const functions = layers.filter((one) => isSibling(layer, one)).map((one) => one.activationFunction!);
    const [first] = functions;
    const same = functions.every(
      ({ name, parameter }) => name === first?.name && parameter === first.parameter,
    );
    if (first === undefined || functions.length < fewest || !same || !mayBe(layer.activation, first))
      return layer;
    return { ...layer, activationFunction: { ...first, from: 'name' } };
  });
}

function isOpen({ activationFunction }: Layer): boolean {
  return activationFunction === null || activationFunction.name === 'identity';
}

/** Z or A made by the same expression, and with a function that was recognised. */
function isSibling(layer: Layer, other: Layer): boolean {
  if (isOpen(other)) return false;
  return (
    isSamePlace(layer.preActivation, other.preActivation) || isSamePlace(layer.activation, other.activation)
  );
}

function isSamePlace(one: LayerArray | null, other: LayerArray | null): boolean {
  const [a, b] = [one?.place, other?.place];
  return !!a && !!b && a.file === b.file && a.line === b.line && a.column === b.column;
}

/** False where the values say that it is the identity. */
function mayBe(activation: LayerArray | null, { name, parameter }: RecognizedActivation): boolean {
  if (activation === null || name === 'softmax') return true;
  const { least, greatest, nan, infinite } = activation.statistics;
  if (nan + infinite > 0) return true;
  const { value } = elementwise(name, parameter);
  const scale = Math.max(Math.abs(least), Math.abs(greatest));
  return [least, greatest].every((z) => Math.abs(value(z) - z) <= roundOff * scale);
}
