import type { Inventory } from '../core/binding/inventory';
import { keepSettings, type Holder, type KeepSetting } from '../core/binding/keepAll';
import type { Plan, Source } from '../core/binding/plan';
import { stepsOf } from '../core/binding/called';
import { HostError, type BoundModel, type ModelHost } from '../hosts/ModelHost';

export interface Kept {
  readonly bound: BoundModel;
  readonly setting: KeepSetting;
}

/**
 * Binds a plan with a random cost so that dropout keeps every unit, if a name tells how. A setting counts if it makes cost
 * and gradients the same each time; of two that do, the one that more gradients are not zero with: dropping everything is
 * no less steady than keeping it.
 */
export async function bindKeepingAll(
  host: ModelHost,
  plan: Plan,
  inventory: Inventory,
): Promise<Kept | null> {
  const settings = keepSettings(plan, inventory, await holdersOf(host, plan));
  for (const { name } of distinct(settings)) {
    let best: { readonly setting: KeepSetting; readonly flowing: number } | null = null;
    for (const setting of settings.filter((one) => one.name === name)) {
      const bound = await bindIfPossible(() => host.bind(setting.plan));
      const flowing = bound !== null && isSteady(bound) ? flowingGradients(bound) : 0;
      if (flowing > (best?.flowing ?? 0)) best = { setting, flowing };
      if (setting.undo.length > 0) await host.run(setting.undo);
    }
    if (best !== null) return { setting: best.setting, bound: await host.bind(best.setting.plan) };
  }
  return null;
}

function distinct(settings: readonly KeepSetting[]): readonly KeepSetting[] {
  return settings.filter(({ name }, i) => settings.findIndex((one) => one.name === name) === i);
}

/** Null where the model fails. */
export async function bindIfPossible<Bound>(bind: () => Promise<Bound>): Promise<Bound | null> {
  try {
    return await bind();
  } catch (error) {
    if (error instanceof HostError) return null;
    throw error;
  }
}

function isSteady({ model, gradientRepeats }: BoundModel): boolean {
  const [cost, again] = model.baseCosts;
  return Number.isFinite(cost) && Object.is(cost, again) && gradientRepeats;
}

function flowingGradients({ model }: BoundModel): number {
  return model.tensors.filter(({ gradient }) => gradient !== null && gradient.norm > 0).length;
}

/** The objects whose methods a plan calls. */
async function holdersOf(host: ModelHost, plan: Plan): Promise<readonly Holder[]> {
  const slots = stepsOf(plan).flatMap((step) =>
    'call' in step && step.call.from === 'slot' && step.call.path !== undefined ? [step.call.slot] : [],
  );
  const made = new Set(stepsOf(plan).map(({ slot }) => slot));
  const holders: Holder[] = [];
  for (const slot of new Set(slots.filter((one) => !made.has(one)))) {
    const source: Source = { from: 'slot', slot };
    const outcome = await host.run([{ slot: 'holder', value: source }]);
    if (outcome.ok) holders.push({ source, value: outcome.results[0]! });
  }
  return holders;
}
