import type { Finding } from '../finding';
import type { FormatLimit, Growth } from './growth';
import type { UnitHealth } from './health';
import type { Layer, LayerArray, Network } from './network';

/** What a run of the network shows, judged: of the file's own weights, of weights made anew, of the laboratory. */
export interface Profile {
  readonly network: Network;
  readonly forward: Growth;
  readonly backward: Growth;
  readonly limits: readonly FormatLimit[];
  /** Layers with an activation whose rule is known. */
  readonly health: readonly UnitHealth[];
  readonly verdict: Finding;
  /** The sentence that answers: "Activations explode: 1.50 × per layer, 2.6 × 10²⁶ over 150 layers." */
  readonly sentence: string;
}

export type { Layer, LayerArray, Network };
