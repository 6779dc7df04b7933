import type { Environment } from './environment';
import { fillArguments } from './injection';
import { matchGradients, type Holder, type MatchedGradient } from './gradients';
import type { Description } from './inventory';
import { keptGradients, withoutMistaken } from './keptGradients';
import type { Source, Step } from './plan';
import type { Member } from './members';
import type { Candidate } from './readings';
import { costAmong, gradientHolders, type Part } from './results';
import type { Role } from './roles';
import { Misfit, type Session } from './session';
import type { FoundTensor } from './tensors';
import { isNumeric, sameUpToOnes, scalarValue, shapeOf } from './values';
import { described, notANumber } from './words';

/** What came of making the calls of one candidate with one choice of parameters and data. */
export interface Attempt {
  readonly candidate: Candidate;
  readonly cost: readonly Step[];
  readonly J: Source;
  readonly costMember: Member;
  readonly gradient: readonly Step[];
  readonly tensors: readonly FoundTensor[];
  readonly gradients: readonly (MatchedGradient | null)[];
  /** Names of values that were taken for parameters at first. */
  readonly mistaken: readonly string[];
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

interface Done {
  readonly member: Member;
  readonly step: Extract<Step, { readonly call: Source }>;
  readonly parts: readonly Part[];
  readonly value: Description;
}

/** Makes the calls in order and sees what they give. `instance` is the object whose methods are called, if any. */
export async function attempt(
  candidate: Candidate,
  environment: Environment,
  instance: Source | null,
  session: Session,
): Promise<Attempt> {
  const done: Done[] = [];
  const roles = new Set<Role>();
  try {
    for (const member of candidate.members) {
      const filled = fillArguments(member.fact, member.kind, environment);
      filled.roles.forEach((role) => roles.add(role));
      const slot = `${member.fact.name}()`;
      const step = { slot, call: member.target, positional: filled.positional, keywords: filled.keywords };
      const value = await session.run(step);
      const parts = environment.add(member.fact, member.kind, { from: 'slot', slot }, value);
      done.push({ member, step, parts, value });
    }
    return await judge(candidate, done, environment, instance, session);
  } catch (error) {
    throw new AttemptFailure(error, done.length, roles);
  }
}

async function judge(
  candidate: Candidate,
  done: readonly Done[],
  environment: Environment,
  instance: Source | null,
  session: Session,
): Promise<Attempt> {
  const last = done.at(-1)!;
  const costs = done.map((call) => ({ call, part: costOf(call, done) })).filter(({ part }) => part !== null);
  const chosen = costs.find(({ call }) => call.member.kind === 'cost') ?? costs[0];
  if (chosen === undefined) throw noNumber(done);
  const gradientSteps = [
    ...resetSteps(candidate),
    ...stepsFor(done, last, (call) => call.member.stateful || call.member.kind === 'forward'),
  ];
  const all = environment.parameters.tensors;
  let found = matchGradients(all, holdersOf(last, chosen.call === last ? chosen.part : null));
  if (found.every((match) => match === null) && instance !== null) {
    found = await keptGradients(all, instance, last.member.fact, gradientSteps, session);
  }
  if (found.every((match) => match === null)) throw noGradients(last, all);
  const used = environment.parameters.guessed ? withoutMistaken(all, found) : all.map(() => true);
  const tensors = all.filter((_, index) => used[index]);
  const gradients = found.filter((_, index) => used[index]);
  const fitting = gradients.filter((match, index) => fits(match, tensors[index]!)).length;
  const finite = Number.isFinite(scalarValue(chosen.part!.value));
  return {
    candidate,
    cost: stepsFor(done, chosen.call, (call) => call.member.stateful && call.member.kind === 'forward'),
    J: chosen.part!.source,
    costMember: chosen.call.member,
    gradient: gradientSteps,
    tensors,
    gradients,
    mistaken: all.filter((_, index) => !used[index]).map((tensor) => tensor.name),
    complete: finite && fitting === tensors.length,
    score: (finite ? 1000 : 0) + 2 * fitting + gradients.filter((match) => match !== null).length,
  };
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
  if (together.length < 2 || cost !== null) return [...holders, ...(cost === null ? whole(last) : [])];
  return holders;
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
      'no-cost',
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
