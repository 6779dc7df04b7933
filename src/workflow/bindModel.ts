import type { Binding } from '../core/binding/binding';
import type { BoundModel, ModelHost } from '../hosts/ModelHost';

/** Binds, and where the cost is random tries again with every generator seeded before each evaluation. */
export async function bindModel(
  host: ModelHost,
  binding: Binding,
  seed: number,
): Promise<{ readonly bound: BoundModel; readonly reseeded: boolean }> {
  const bound = await host.bind(binding.plan);
  const deterministic = ({ model }: BoundModel) => Object.is(...model.baseCosts);
  if (deterministic(bound)) return { bound, reseeded: false };
  const seeded = await host.bind({ ...binding.plan, reseed: seed });
  return { bound: seeded, reseeded: deterministic(seeded) };
}
