import { availableParallelism } from 'node:os';
import type { Plan, Step } from '../core/binding/plan';
import { pooledModel, type Helpers } from '../core/gradient/pooled';
import type { Model } from '../core/model';
import type { BoundModel, ModelHost } from '../hosts/ModelHost';
import type { LoadRequest } from '../protocol/host';

/** Further processes of a model whose check takes long: each loads and binds it as the first one did. */

export interface PoolLimits {
  /** Processes of one model. */
  readonly processes: number;
  /** Seconds of evaluations for which one more process is worth its start. */
  readonly secondsEach: number;
  /** Seconds of one evaluation, below which the work is over soon or the requests cost too much. */
  readonly evaluationSeconds: number;
}

export const poolLimits: PoolLimits = {
  processes: Math.min(4, availableParallelism()),
  secondsEach: 4,
  evaluationSeconds: 2e-4,
};

export interface PoolStart {
  /** The process that answers, whether or not others help. */
  readonly first: ModelHost;
  /** Starts a process that helps. */
  readonly another: (environment: Readonly<Record<string, string>>) => ModelHost;
  readonly signal: AbortSignal;
  /** Told why a process was of no help. */
  readonly log: (text: string) => void;
  readonly limits?: PoolLimits;
}

/** Helpers share the cores, so none of them gets all. Where that changes a bit of the numbers, they are not used. */
const oneThread = {
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  VECLIB_MAXIMUM_THREADS: '1',
};

/** A host whose models get help from others of its kind where their check takes long. The others never fail a check. */
export function pooledHost({ first, another, signal, log, limits = poolLimits }: PoolStart): ModelHost {
  let loaded: LoadRequest | null = null;
  const runs: (readonly Step[])[] = [];
  let crew: Crew | null = null;
  const dismiss = async (): Promise<void> => {
    await crew?.end();
    crew = null;
  };
  return {
    load: (request) => {
      loaded = request;
      return first.load(request);
    },
    run: async (steps) => {
      await dismiss();
      runs.push(steps);
      return first.run(steps);
    },
    bind: async (plan) => {
      await dismiss();
      const bound = await first.bind(plan);
      if (loaded === null || !isWorthHelp(bound, plan, limits)) return bound;
      const { model } = bound;
      const helping = new Crew({
        start: () => another(oneThread),
        request: withShareOfMemory(loaded, limits.processes),
        runs: [...runs],
        plan,
        model,
        limits,
        signal,
        log,
      });
      crew = helping;
      return {
        ...bound,
        model: pooledModel(model, helping),
        evaluations: () => bound.evaluations() + helping.evaluations(),
      };
    },
    trace: () => first.trace(),
    scales: (run) => first.scales(run),
    data: (request) => first.data(request),
    dispose: async () => {
      await Promise.all([dismiss(), first.dispose()]);
    },
  };
}

/** True for a model that gives the same in every process and at every time, as far as one process can tell. */
function isWorthHelp(
  { model, gradientRepeats, notes }: BoundModel,
  plan: Plan,
  { processes, evaluationSeconds }: PoolLimits,
): boolean {
  const steady = Object.is(...model.baseCosts) && gradientRepeats && plan.reseed === null && !plan.restore;
  const untouched = notes.every(({ kind }) => kind !== 'mutated' && kind !== 'replaced');
  return processes > 1 && model.evaluationSeconds >= evaluationSeconds && steady && untouched;
}

/** What one process may hold, all of them may hold together. */
function withShareOfMemory(request: LoadRequest, processes: number): LoadRequest {
  const { memoryLimit } = request;
  return memoryLimit === undefined
    ? request
    : { ...request, memoryLimit: Math.floor(memoryLimit / processes) };
}

interface Task {
  readonly start: () => ModelHost;
  readonly request: LoadRequest;
  readonly runs: readonly (readonly Step[])[];
  readonly plan: Plan;
  readonly model: Model;
  readonly limits: PoolLimits;
  readonly signal: AbortSignal;
  readonly log: (text: string) => void;
}

/** The helpers of one bound model. */
class Crew implements Helpers {
  private readonly members = new Map<
    ModelHost,
    { bound: BoundModel | null; readonly joined: Promise<void> }
  >();
  private arrived: Model[] = [];
  private expected = 0;
  private started = 0;
  private ended = false;

  constructor(private readonly task: Task) {}

  readonly expect = (evaluations: number): void => {
    const { model, limits } = this.task;
    this.expected += evaluations * model.evaluationSeconds;
    const wanted = Math.min(limits.processes - 1, Math.floor(this.expected / limits.secondsEach));
    while (!this.ended && this.started < wanted) this.startOne();
  };

  readonly take = (): readonly Model[] => this.arrived.splice(0);

  readonly drop = (copy: Model, reason: unknown): void => {
    const host = [...this.members.keys()].find((one) => this.members.get(one)!.bound?.model === copy);
    if (host !== undefined) void this.dismiss(host, reason);
  };

  evaluations(): number {
    return [...this.members.values()].reduce((sum, { bound }) => sum + (bound?.evaluations() ?? 0), 0);
  }

  async end(): Promise<void> {
    this.ended = true;
    await Promise.all(
      [...this.members].map(async ([host, { joined }]) => {
        await host.dispose();
        await joined;
      }),
    );
  }

  private startOne(): void {
    this.started++;
    const host = this.task.start();
    this.members.set(host, { bound: null, joined: this.join(host) });
  }

  private async join(host: ModelHost): Promise<void> {
    const { request, runs, plan } = this.task;
    try {
      await host.load(request);
      for (const steps of runs) await host.run(steps);
      const bound = await host.bind(plan);
      this.members.get(host)!.bound = bound;
      this.arrived.push(bound.model);
    } catch (error) {
      await this.dismiss(host, error);
    }
  }

  private async dismiss(host: ModelHost, reason: unknown): Promise<void> {
    const { signal, log } = this.task;
    if (!this.ended && !signal.aborted) log(`A further process is no help: ${textOf(reason)}.\n`);
    await host.dispose();
  }
}

function textOf(reason: unknown): string {
  return (reason instanceof Error ? reason.message : String(reason)).replace(/\.$/, '');
}
