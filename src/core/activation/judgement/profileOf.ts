import { worstFactor } from '../growth';
import type { Network } from '../network';
import type { Profile } from '../profile';
import { growthOf } from './growthOf';
import { healthOf } from './healthOf';
import { limitsOf } from './limitsOf';
import { scalesOf } from './scalesOf';
import { verdictOf } from './verdictOf';

/**
 * What a run of a network shows, judged.
 *
 * @param edges of the histograms of its arrays
 * @param factor total change beyond which growth is called exploding or vanishing
 */
export function profileOf(network: Network, edges: Float64Array, factor = worstFactor): Profile {
  const scales = scalesOf(network);
  const forward = growthOf(scales.forward.scales, scales.forward.layers, factor);
  const backward = growthOf(scales.backward.scales, scales.backward.layers, factor);
  const limits = limitsOf(network, scales, forward, backward);
  const health = healthOf(network, edges);
  return {
    network,
    forward,
    backward,
    limits,
    health,
    ...verdictOf({ network, scales, forward, backward, limits, health, factor }),
  };
}
