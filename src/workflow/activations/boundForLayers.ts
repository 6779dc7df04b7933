import type { Network } from '../../core/activation/network';
import { networkOf } from '../../core/activation/structure/networkOf';
import type { Plan } from '../../core/binding/plan';
import { withoutUnusedSteps } from '../../core/binding/planSlots';
import { HostError, type BoundModel, type ModelHost } from '../../hosts/ModelHost';
import type { BoundWith } from '../bindModel';
import { withStacksApart } from './stacks';

/** A model, and the plan that it is bound by. */
export interface BoundForLayers {
  readonly bound: BoundModel;
  readonly plan: Plan;
}

/**
 * The model bound as its layers are told best: with stacks of weights taken apart, and without steps that only make NaN, as
 * a forward pass of one example that was given all of them.
 */
export async function boundForLayers(
  host: ModelHost,
  { bound, plan }: BoundWith,
  examples: number | null,
): Promise<BoundForLayers> {
  /** Binds a plan, and keeps it if its network is as it should be. */
  const attempt = async (
    other: Plan | null,
    isBetter: (network: Network) => boolean,
  ): Promise<BoundForLayers | null> => {
    if (other === null) return null;
    try {
      const tried = await host.bind(other);
      const { trace } = await host.scales('gradient');
      if (isBetter(networkOf(trace, tried.model.tensors, examples))) return { bound: tried, plan: other };
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
    }
    return null;
  };
  const apart = withStacksApart(plan, bound.model.tensors);
  const parted = await attempt(apart, ({ layers }) => layers.some(hasParameters));
  if (parted !== null) return parted;
  const lean = withoutUnusedSteps(plan);
  const back = { bound: apart === null ? bound : await host.bind(plan), plan };
  if (lean === null || !bound.model.baseCosts.every(Number.isFinite)) return back;
  const { trace } = await host.scales('gradient');
  if (networkOf(trace, bound.model.tensors, examples).nonFinite === null) return back;
  const leaned = await attempt(lean, ({ nonFinite, layers }) => nonFinite === null && layers.length > 0);
  return leaned ?? { bound: await host.bind(plan), plan };
}

function hasParameters({ weights }: Network['layers'][number]): boolean {
  return weights !== null && weights.tensor !== null;
}
