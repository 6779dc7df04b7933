import type { Network } from '../../core/activation/network';
import type { Trace } from '../../core/activation/record';
import { tellingPoint, withValuesOf } from '../../core/activation/structure/elsewhere';
import { networkOf } from '../../core/activation/structure/networkOf';
import { HostError, type BoundModel, type ModelHost } from '../../hosts/ModelHost';

const seed = 1;

interface Seen {
  readonly host: ModelHost;
  readonly bound: BoundModel;
  readonly trace: Trace;
  /** What the run itself tells. */
  readonly seen: Network;
  readonly examples: number | null;
}

/** The network of a run whose weights hide its layers, such as zeros: told with other weights, shown with its own. */
export async function toldElsewhere({ host, bound, trace, seen, examples }: Seen): Promise<Network> {
  const point = tellingPoint(trace.parameters, seed);
  if (point === null) return seen;
  const { model } = bound;
  try {
    await model.move(point);
    const { trace: other, failure } = await host.scales('gradient');
    await model.move([]);
    if (failure !== null) return seen;
    const told = withValuesOf(networkOf(other, model.tensors, examples), other, trace);
    return told !== null && weightsOf(told) > weightsOf(seen) ? { ...told, nonFinite: seen.nonFinite } : seen;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return seen;
  }
}

/** Number of tensors that are weights of a layer. */
function weightsOf({ layers }: Network): number {
  return new Set(layers.flatMap(({ weights }) => weights?.tensor ?? [])).size;
}
