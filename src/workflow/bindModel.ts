import type { Inventory } from '../core/binding/inventory';
import type { KeepSetting } from '../core/binding/keepAll';
import type { Plan } from '../core/binding/plan';
import type { BoundModel, ModelHost } from '../hosts/ModelHost';
import { bindKeepingAll } from './keepAll';

/** What was done so that a model gives the same results each time. */
export interface Remedies {
  /** Every generator was seeded before each evaluation. */
  readonly reseeded: boolean;
  /** The state that the model changes was put back before each evaluation. */
  readonly restored: boolean;
}

export interface BoundWith extends Remedies {
  /** What was set so that dropout keeps every unit; null if nothing was. */
  readonly kept: KeepSetting | null;
  readonly bound: BoundModel;
  /** The plan with its remedies. */
  readonly plan: Plan;
  /** True if only the gradients, not the cost, depended on the calls before. */
  readonly gradientsDrifted: boolean;
}

/**
 * Binds. Where the cost or the gradients differ from one evaluation to the next, tries again with every generator seeded,
 * with the model's own state put back, and with both.
 * @param inventory to find the probability to keep a unit by its name; null to leave dropout on
 */
export async function bindModel(
  host: ModelHost,
  plan: Plan,
  seed: number,
  inventory: Inventory | null = null,
): Promise<BoundWith> {
  const first = await host.bind(plan);
  const plain = { reseeded: false, restored: plan.restore === true, plan, kept: null };
  if (steady(first)) return { ...plain, bound: first, gradientsDrifted: false };
  const gradientsDrifted = deterministic(first);
  if (inventory !== null && !gradientsDrifted) {
    const kept = await bindKeepingAll(host, plan, inventory);
    if (kept !== null)
      return { ...plain, bound: kept.bound, plan: kept.setting.plan, kept: kept.setting, gradientsDrifted };
  }
  const remedies: readonly Remedies[] = [
    { reseeded: true, restored: plan.restore === true },
    { reseeded: false, restored: true },
    { reseeded: true, restored: true },
  ];
  let best: BoundWith | null = null;
  for (const { reseeded, restored } of remedies) {
    const mended: Plan = { ...plan, ...(reseeded && { reseed: seed }), ...(restored && { restore: true }) };
    const bound = await host.bind(mended);
    const result = { bound, reseeded, restored, plan: mended, kept: null, gradientsDrifted };
    if (steady(bound)) return result;
    if (best === null && deterministic(bound)) best = result;
  }
  if (best === null || deterministic(first))
    return { ...plain, bound: await host.bind(plan), gradientsDrifted };
  return { ...best, bound: await host.bind(best.plan) };
}

function deterministic({ model }: BoundModel): boolean {
  return Object.is(...model.baseCosts);
}

function steady(bound: BoundModel): boolean {
  return deterministic(bound) && bound.gradientRepeats;
}
