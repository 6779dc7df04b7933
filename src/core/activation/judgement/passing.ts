import type { Network } from '../network';

/** True for an infinity on the way, as e⁻ᶻ in 1/(1 + e⁻ᶻ), of which no layer and no gradient holds anything. */
export function isPassing({ nonFinite, layers }: Network): boolean {
  return (
    nonFinite?.kind === 'infinity' &&
    nonFinite.spoils !== true &&
    layers.every((layer) =>
      [layer.preActivation, layer.activation, layer.preActivationGradient, layer.activationGradient].every(
        (array) => array === null || array.statistics.nan + array.statistics.infinite === 0,
      ),
    )
  );
}
