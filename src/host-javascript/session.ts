import type { Plan, Step } from '../core/binding/plan';
import type { HostFailure } from '../core/failure';
import type { HostRequests, LoadRequest, WireRecord } from '../protocol/host';
import { bind, computeGradients, limited } from './bind';
import { norm, putBackAll, putBackGuarded, tensorAt, type BoundModel } from './boundModel';
import { writeData } from './data';
import { describe } from './describe';
import { checkRange, Directions } from './directions';
import { asHostError, failureOf, internalError, type OwnFiles } from './failures';
import { loadModel, type LoadedModel, type Loader } from './loader';
import { observeRun } from './observe/observeRun';
import { compileSource, compileStep, type Slots } from './plan';
import { apply, costOrNaN, costsAt } from './points';
import { seedGenerators } from './randomness';
import { sweep } from './sweep';
import { within } from './timeLimit';
import { traceRun } from './traceRun';
import { encodeBlock, wireNumber } from './wire';

type Requests = {
  [M in keyof HostRequests]: (params: HostRequests[M]['params']) => Promise<HostRequests[M]['reply']>;
};

/** One model file from `load` to the end of the host: answers every request of the protocol. */
export class Session implements Requests {
  #loaded: LoadedModel | null = null;
  #bound: { readonly model: BoundModel; readonly directions: Directions; readonly plan: Plan } | null = null;
  #timeLimit = Infinity;
  /** What was last asked for, loaded or not. */
  #file: string | null = null;
  readonly #slots: Slots = new Map();
  /** The steps that were run and did not fail, in order. */
  #past: Step[] = [];
  /** What the last observed run made. */
  #records: readonly WireRecord[] = [];

  constructor(private readonly loader: Loader = loadModel) {}

  async load(request: LoadRequest) {
    this.#loaded = null;
    this.#bound = null;
    this.#slots.clear();
    this.#past = [];
    this.#records = [];
    this.#file = request.file;
    this.#timeLimit = request.evaluationTimeout;
    seedGenerators(request.seed);
    this.#loaded = await this.loader(request);
    return this.#loaded.inventory;
  }

  async run({ steps }: HostRequests['run']['params']) {
    const loaded = this.#model();
    const results = steps.map((step, index) => {
      try {
        const run = compileStep(step, loaded);
        const value = within(this.#timeLimit, () => run(this.#slots));
        this.#past.push(step);
        return describe(value, loaded.factsOf);
      } catch (error) {
        throw asHostError(error, { section: 'run', step: index }, this.#ownFiles());
      }
    });
    return { results };
  }

  async bind(plan: Plan) {
    this.#bound = null;
    const [model, reply] = bind(plan, this.#model(), this.#slots, this.#timeLimit);
    this.#bound = { model, directions: new Directions(model), plan };
    return reply;
  }

  async costs({ points }: HostRequests['costs']['params']) {
    const { model, directions } = this.#ready();
    return { costs: encodeBlock(costsAt(model, directions, points)) };
  }

  async sweep(request: HostRequests['sweep']['params']) {
    const { plus, minus, width } = sweep(this.#ready().model, request);
    return { plus: encodeBlock(plus), minus: encodeBlock(minus), width: encodeBlock(width) };
  }

  async directions({ directions }: HostRequests['directions']['params']) {
    const facts = directions.map((direction) => this.#ready().directions.facts(direction));
    return {
      norms: encodeBlock(facts.map((fact) => fact.norm)),
      gradientDots: encodeBlock(facts.map((fact) => fact.gradientDot)),
    };
  }

  async values({ kind, tensor, start, count }: HostRequests['values']['params']) {
    const { base, gradient } = tensorAt(this.#ready().model, tensor);
    const values = kind === 'parameter' ? base : (gradient?.values ?? new Float64Array());
    checkRange(start, count, values.length);
    return { values: encodeBlock(values.subarray(start, start + count)) };
  }

  /** Points are counted from the parameters as they were bound, so that the empty point restores them. */
  async move({ point }: HostRequests['move']['params']) {
    const { model, directions } = this.#ready();
    for (const tensor of model.tensors) tensor.base = tensor.original;
    putBackAll(model);
    apply(model, directions, point);
    for (const index of new Set(point.map(({ direction }) => direction.tensor))) {
      const tensor = tensorAt(model, index);
      tensor.base = tensor.storage.copy();
    }
    const cost = limited(model, 'cost', () => costOrNaN(model));
    computeGradients(model);
    putBackGuarded(model);
    const norms = model.tensors.map(({ gradient }) => (gradient?.fits ? norm(gradient.values) : NaN));
    return { cost: wireNumber(cost), gradientNorms: encodeBlock(norms) };
  }

  async trace() {
    const { model, plan } = this.#ready();
    return traceRun({ loaded: this.#model(), model, plan, past: this.#past });
  }

  async data({ steps, source, file }: HostRequests['data']['params']) {
    await this.run({ steps });
    try {
      const value = compileSource(source, this.#model())(this.#slots).value;
      return writeData(value, file);
    } catch (error) {
      throw asHostError(error, { section: 'run' }, this.#ownFiles());
    }
  }

  async scales(request: HostRequests['scales']['params']) {
    this.#records = [];
    const loaded = this.#model();
    const bound = request.run === 'load' ? null : { ...this.#ready(), past: this.#past };
    const { records, ...reply } = await observeRun(request, loaded, bound);
    this.#records = records;
    return { ...reply, records: records.length };
  }

  async records({ start, count }: HostRequests['records']['params']) {
    checkRange(start, count, this.#records.length);
    return { records: this.#records.slice(start, start + count) };
  }

  /** The facts of an error that a request threw. */
  failure(error: unknown): HostFailure {
    const failure = failureOf(error, this.#ownFiles());
    return failure.kind === 'timeout' ? { ...this.#loaded?.whereabouts?.(), ...failure } : failure;
  }

  #ownFiles(): OwnFiles {
    return this.#loaded?.ownFiles?.() ?? this.#file;
  }

  #model(): LoadedModel {
    if (this.#loaded === null) throw internalError('No model is loaded.');
    return this.#loaded;
  }

  #ready() {
    if (this.#bound === null) throw internalError('No plan is bound.');
    return this.#bound;
  }
}
