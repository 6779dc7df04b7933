import type { Plan, Step } from '../../core/binding/plan';
import type { HostFailure } from '../../core/failure';
import type { ScalesReply, ScalesRequest, WireRecord } from '../../protocol/host';
import { limited } from '../bind';
import type { BoundModel } from '../boundModel';
import { failureOf, HostError } from '../failures';
import type { LoadedModel } from '../loader';
import { stepsFor } from '../replay';
import { boundCopy } from '../traceRun';
import { decodeBlock } from '../wire';
import { Observer } from './observer';
import { Recording } from './recording';

export interface Bound {
  readonly model: BoundModel;
  readonly plan: Plan;
  /** The steps that were run before, in order. */
  readonly past: readonly Step[];
}

export type ObservedReply = Omit<ScalesReply, 'records'> & { readonly records: readonly WireRecord[] };

/** Runs a copy of the model once, with the parameters that it has now, and tells what arrays it made. */
export async function observeRun(
  { run, edges, most }: ScalesRequest,
  loaded: LoadedModel,
  bound: Bound | null,
): Promise<ObservedReply> {
  const { observed } = loaded;
  if (observed === undefined)
    throw new HostError({ kind: 'result', message: 'an expression model has no layers' });
  const recording = new Recording(decodeBlock(edges));
  const start = () => new Observer(recording, most);
  const { observer, failure } =
    bound === null
      ? await observeLoad(observed, start(), loaded)
      : await observeBound(observed, start, run === 'cost' ? 'cost' : 'gradient', bound);
  const records = observer.records();
  const parameters = (bound?.model.tensors ?? []).map(({ storage, base }) =>
    recording.record({ shape: storage.shape, dtype: storage.dtype, values: base, members: [] }, null, null),
  );
  return { records, dropped: observer.dropped, parameters, failure };
}

interface Seen {
  readonly observer: Observer;
  readonly failure: HostFailure | null;
}

type Observed = NonNullable<LoadedModel['observed']>;

async function observeLoad(observed: Observed, observer: Observer, loaded: LoadedModel): Promise<Seen> {
  observer.probes.on = true;
  try {
    await observed(observer);
    return { observer, failure: null };
  } catch (error) {
    return { observer, failure: failureOf(error, loaded.ownFiles?.() ?? loaded.inventory.file) };
  } finally {
    observer.probes.on = false;
  }
}

async function observeBound(
  observed: Observed,
  start: () => Observer,
  run: 'cost' | 'gradient',
  { model, plan, past }: Bound,
): Promise<Seen> {
  const steps = stepsFor(plan, past);
  const observeAfter = async (replayed: readonly Step[]): Promise<Seen> => {
    const observer = start();
    const copy = await observed(observer);
    const copied = boundCopy(copy, { model, plan }, replayed);
    observer.knowParts(
      copied.tensors.flatMap(({ storage }) => storage.rows.filter((row) => row !== storage.owner)),
    );
    try {
      limited(copied, run, () =>
        observer.watch(() => (run === 'cost' ? copied.evaluate() : copied.computeGradients())),
      );
      return { observer, failure: null };
    } catch (error) {
      return { observer, failure: failureOf(error, copy.ownFiles?.() ?? copy.inventory.file) };
    }
  };
  const seen = await observeAfter(steps).catch(() => null);
  if (seen !== null && (!mayBeHelped(seen) || steps.length === past.length)) return seen;
  // A step whose result nobody uses may have been what made it work.
  return observeAfter(past).catch((error: unknown) => {
    if (seen === null) throw error;
    return seen;
  });
}

/** True for a run that failed, but not because it was too long. */
function mayBeHelped({ failure }: Seen): boolean {
  return failure !== null && failure.kind !== 'timeout';
}
