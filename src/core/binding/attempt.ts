import { assumedCosts, sizeOfOutput, upstreamCost, type AssumedCost } from './assumedCosts';
import type { Environment } from './environment';
import { fillArguments } from './injection';
import { arraySource, filled } from './madeArrays';
import { Generator } from '../random';
import { matchGradients, unclaimedIn, type Holder, type MatchedGradient } from './gradients';
import type { Description } from './inventory';
import { keptGradients, withoutMistaken } from './keptGradients';
import type { Source, Step } from './plan';
import type { Member } from './members';
import { mayBeParameter } from './names';
import type { Candidate } from './readings';
import { costAmong, gradientHolders, type Part } from './results';
import { roleOfArgument, type Role } from './roles';
import { Misfit, type Session } from './session';
import type { FoundTensor } from './tensors';
import { updatesOf, type Update } from './updateAttempt';
import { inside, isNumeric, sameUpToOnes, scalarValue, shapeOf } from './values';
import { described, notANumber } from './words';

const upstreamSeed = 7919;

/** What came of making the calls of one candidate with one choice of parameters and data. */
export interface Attempt {
  readonly candidate: Candidate;
  readonly cost: readonly Step[];
  readonly J: Source;
  /** The function that gives J; null if the file has none. */
  readonly costMember: Member | null;
  /** What J may be where the file does not say; the first is the one in `cost`. */
  readonly assumed: readonly AssumedCost[];
  readonly gradient: readonly Step[];
  readonly tensors: readonly FoundTensor[];
  readonly gradients: readonly (MatchedGradient | null)[];
  /** For a way of updates. */
  readonly update: Update | null;
  /** True if the gradients add up over calls, so that their change is what counts. */
  readonly accumulates: boolean;
  /** Names of values that were taken for parameters at first. */
  readonly mistaken: readonly string[];
  /** What the model returns gradients of, by their names, beside those of the parameters. */
  readonly unclaimed: readonly string[];
  /** A finite J, and a gradient of the right shape for every tensor. */
  readonly complete: boolean;
  /** For choosing among incomplete ones. */
  readonly score: number;
}

/** Raised by a failed attempt, to tell how far it came and whether other labels could help. */
export class AttemptFailure extends Error {
  constructor(
    readonly reason: unknown,
    readonly reached: number,
    readonly roles: ReadonlySet<Role>,
  ) {
    super('attempt failed');
  }
}

/** A call that was made. */
export interface Done {
  readonly member: Member;
  readonly step: Extract<Step, { readonly call: Source }>;
  readonly parts: readonly Part[];
  readonly value: Description;
}

/**
 * Makes the calls in order and sees what they give. `instance` is the object whose methods are called, if any.
 *
 * @param onlyFinite whether calls after one that gives a J that is not finite are spared: then null
 */
export async function attempt(
  candidate: Candidate,
  environment: Environment,
  instance: Source | null,
  session: Session,
  onlyFinite: boolean,
): Promise<Attempt | null> {
  const done: Done[] = [];
  const roles = new Set<Role>();
  try {
    const last = candidate.members.at(-1);
    for (const member of candidate.members) {
      const kind = candidate.way === 'update' && member === last ? 'update' : member.kind;
      if (candidate.way === 'upstream' && member === last) await provideUpstream(done, environment, session);
      const filled = fillArguments(member.fact, kind, environment);
      filled.roles.forEach((role) => roles.add(role));
      const slot = `${member.fact.name}()`;
      const step = { slot, call: member.target, positional: filled.positional, keywords: filled.keywords };
      const value = await session.run(step);
      const parts = environment.add(member.fact, member.kind, { from: 'slot', slot }, value);
      done.push({ member, step, parts, value });
      if (onlyFinite && member !== last && givesNoFiniteCost(member, parts)) return null;
      if (member.kind === 'forward' && value.type === 'none' && instance !== null)
        await addKeptOutput(environment, instance, session);
    }
    return await judge(candidate, done, environment, instance, session);
  } catch (error) {
    throw new AttemptFailure(error, done.length, roles);
  }
}

function givesNoFiniteCost({ kind }: Member, parts: readonly Part[]): boolean {
  const cost = kind === 'cost' ? costAmong(parts, false) : null;
  return cost !== null && !Number.isFinite(scalarValue(cost.value));
}

async function judge(
  candidate: Candidate,
  done: readonly Done[],
  environment: Environment,
  instance: Source | null,
  session: Session,
): Promise<Attempt> {
  const last = done.at(-1)!;
  const cost = await costFor(candidate, done, environment, session);
  const gradientSteps = [
    ...resetSteps(candidate),
    ...stepsFor(done, last, (call) => call.member.stateful || call.member.kind === 'forward'),
  ];
  const all = environment.parameters.tensors;
  const common = {
    candidate,
    cost: cost.steps,
    J: cost.J,
    costMember: cost.call?.member ?? null,
    assumed: cost.assumed,
  };
  if (candidate.way === 'forward') {
    const suits = last.member.kind === 'cost' || isForEachExample(environment);
    return {
      ...common,
      gradient: cost.steps,
      tensors: all,
      gradients: all.map(() => null),
      update: null,
      accumulates: false,
      mistaken: [],
      unclaimed: [],
      complete: cost.finite && suits,
      score: (cost.finite ? 1000 : 0) + (suits ? 1000 : 0) + all.length,
    };
  }
  if (candidate.way === 'update') {
    const update = await updatesOf(last, gradientSteps, environment, instance, session);
    const used = environment.parameters.guessed ? withoutMistaken(all, update.changed) : all.map(() => true);
    const tensors = all.filter((_, index) => used[index]);
    return {
      ...common,
      ...(cost.call === last && { cost: update.stepsAt(0) }),
      gradient: update.stepsAt(0),
      tensors,
      gradients: update.changed.filter((_, index) => used[index]),
      update,
      accumulates: false,
      mistaken: all.filter((_, index) => !used[index]).map((tensor) => tensor.name),
      unclaimed: [],
      complete: cost.finite,
      score: (cost.finite ? 1000 : 0) + 2 * tensors.length,
    };
  }
  const holders = holdersOf(last, cost.call === last ? cost.part : null);
  let found = matchGradients(all, holders);
  let accumulates = false;
  if (found.every((match) => match === null) && instance !== null) {
    ({ found, accumulates } = await keptGradients(all, instance, gradientSteps, session));
  }
  if (found.every((match) => match === null)) throw noGradients(last, all);
  const used = environment.parameters.guessed
    ? withoutMistaken(all, found)
    : all.map(({ name }, index) => found[index] !== null || !mayBeParameter(name));
  const tensors = all.filter((_, index) => used[index]);
  const gradients = found.filter((_, index) => used[index]);
  const fitting = gradients.filter((match, index) => fits(match, tensors[index]!)).length;
  return {
    ...common,
    gradient: gradientSteps,
    tensors,
    gradients,
    update: null,
    accumulates,
    mistaken: all.filter((_, index) => !used[index]).map((tensor) => tensor.name),
    unclaimed: unclaimedIn(holders, gradients, tensors),
    complete: cost.finite && fitting === tensors.length,
    score: (cost.finite ? 1000 : 0) + 2 * fitting + gradients.filter((match) => match !== null).length,
  };
}

/** False where a list of lists was taken the wrong way round, which goes unnoticed there. */
function isForEachExample(environment: Environment): boolean {
  const { examples } = environment.data;
  const shape = shapeOf(environment.output()!.value) ?? [];
  return examples === null || examples === 1 || shape.includes(examples);
}

interface ChosenCost {
  readonly steps: readonly Step[];
  readonly J: Source;
  readonly finite: boolean;
  /** The call that gives J, and the part of what it returned; null if the file has no cost. */
  readonly call: Done | null;
  readonly part: Part | null;
  readonly assumed: readonly AssumedCost[];
}

/** J: what a call returned, or made of what the forward pass puts out. */
async function costFor(
  candidate: Candidate,
  done: readonly Done[],
  environment: Environment,
  session: Session,
): Promise<ChosenCost> {
  const last = done.at(-1)!;
  const always = (call: Done): boolean => call.member.stateful && call.member.kind === 'forward';
  const without = { call: null, part: null };
  if (candidate.way === 'forward' && last.member.kind === 'forward') {
    const { step, J, finite } = await sizeOfOutput(last.member.fact, environment, session);
    return { steps: [...stepsFor(done, last, always), step], J, finite, assumed: [], ...without };
  }
  if (candidate.way === 'upstream' || candidate.assumed) {
    const forward = done.find(({ member }) => member.kind === 'forward')!;
    const steps = stepsFor(done, forward, always);
    if (candidate.way === 'upstream') {
      const { step, J, finite } = await upstreamCost(environment, session);
      return { steps: [...steps, step], J, finite, assumed: [], ...without };
    }
    const assumed = await assumedCosts(steps, forward.member.fact, environment, session);
    return { ...assumed[0]!, finite: true, assumed, ...without };
  }
  const costs = done.map((call) => ({ call, part: costOf(call, done) })).filter(({ part }) => part !== null);
  const others = costs.filter(({ call }) => call !== last);
  const chosen =
    costs.find(({ call }) => call.member.kind === 'cost') ??
    (candidate.way === 'update' ? others[0] : undefined) ??
    costs[0];
  if (chosen === undefined) throw noNumber(done);
  const finite = Number.isFinite(scalarValue(chosen.part!.value));
  const steps = stepsFor(done, chosen.call, always);
  return { steps, J: chosen.part!.source, finite, call: chosen.call, part: chosen.part, assumed: [] };
}

/** `self.output = ...` of a forward pass that returns nothing. */
async function addKeptOutput(environment: Environment, instance: Source, session: Session): Promise<void> {
  const value = await session.run({ slot: 'instance', value: instance });
  if (value.type !== 'object') return;
  const outputs = value.attributes.filter(
    ({ name, value: kept }) => roleOfArgument(name) === 'output' && isNumeric(kept) && kept.type === 'array',
  );
  const best = outputs.find(({ name }) => /out|hat|pred/i.test(name)) ?? outputs.at(-1);
  if (best !== undefined)
    environment.provide('output', inside(instance, [{ attribute: best.name }]), best.value);
}

/** Gives the backward pass of a network without a cost the gradient of its output. */
async function provideUpstream(
  done: readonly Done[],
  environment: Environment,
  session: Session,
): Promise<void> {
  const output = environment.output();
  const shape = output === null ? null : shapeOf(output.value);
  if (shape === null) throw noNumber(done);
  const generator = new Generator(upstreamSeed);
  const made = await session.keep('upstream', arraySource(filled(shape, () => generator.normal())));
  environment.provide('upstream', made.source, made.value);
}

function resetSteps({ reset }: Candidate): readonly Step[] {
  return reset === null ? [] : [{ slot: 'reset', call: reset.target, positional: [], keywords: {} }];
}

/** The output of a forward pass and a bias gradient may be one number too: there only a name makes it J. */
function costOf(call: Done, all: readonly Done[]): Part | null {
  const { kind } = call.member;
  if (kind === 'costDerivative' || kind === 'activation') return null;
  const separate = all.some((other) => other !== call && other.member.kind === 'cost');
  return costAmong(call.parts, kind === 'forward' || (kind === 'backward' && separate));
}

function holdersOf(last: Done, cost: Part | null): readonly Holder[] {
  const backward = last.member.kind === 'backward';
  const holders = gradientHolders(last.parts, cost, backward);
  // Several unnamed arrays: together they may match by order and shape.
  const together = last.parts.filter((part) => part !== cost && isNumeric(part.value));
  const nameless = together.every((part) => part.name === null);
  return cost === null && (together.length < 2 || nameless) ? [...holders, ...whole(last)] : holders;
}

function whole(last: Done): readonly Holder[] {
  if (last.value.type !== 'sequence' || last.member.kind !== 'backward') return [];
  const slot = last.step.slot;
  return [{ name: null, source: { from: 'slot', slot }, value: last.value, onlyMarked: false }];
}

function fits(match: MatchedGradient | null, tensor: FoundTensor): boolean {
  const shape = match === null ? null : shapeOf(match.value);
  return shape !== null && sameUpToOnes(shape, tensor.shape);
}

/** The calls needed up to and including `target`: those it takes results from, and those with side effects. */
function stepsFor(done: readonly Done[], target: Done, always: (call: Done) => boolean): readonly Step[] {
  const needed = new Set<string>();
  const steps: Step[] = [];
  for (const call of done.slice(0, done.indexOf(target) + 1).reverse()) {
    if (call !== target && !needed.has(call.step.slot) && !always(call)) continue;
    steps.unshift(call.step);
    for (const source of [call.step.call, ...call.step.positional, ...Object.values(call.step.keywords)]) {
      if (source.from === 'slot') needed.add(source.slot);
    }
  }
  return steps;
}

function noNumber(done: readonly Done[]): Misfit {
  const call = done.find(({ member }) => member.kind === 'cost');
  if (call === undefined) {
    const backward = done.at(-1)!.member.fact;
    return new Misfit(
      done.every(({ value }) => value.type === 'none') ? 'returns-nothing' : 'no-cost',
      'no function here returns the cost J. Name one `compute_cost` or `loss`, or add a `gradient_lens()` function ' +
        'with the command *Insert Model Contract*.',
      backward.line,
      backward.file,
    );
  }
  const { fact } = call.member;
  const value = call.parts.find((part) => isNumeric(part.value))?.value ?? call.value;
  return new Misfit('cost-not-scalar', `\`${fact.name}\` ${notANumber(value)}`, fact.line, fact.file);
}

function noGradients(last: Done, tensors: readonly FoundTensor[]): Misfit {
  const { fact } = last.member;
  const names = tensors.slice(0, 4).map((tensor) => tensor.name);
  const keys = names.slice(0, 2).map((name) => `"d${name}"`);
  const found =
    last.value.type === 'none'
      ? `and no gradient of ${names.join(', ')} was kept`
      : `in which no gradient of ${names.join(', ')} was recognised`;
  return new Misfit(
    'no-gradients',
    `\`${fact.name}\` returned ${described(last.value)}, ${found}. Return a dict with the keys ${keys.join(', ')}, or ` +
      'add a `gradient_lens()` function with the command *Insert Model Contract*.',
    fact.line,
    fact.file,
  );
}
