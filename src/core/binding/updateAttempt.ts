import type { Done } from './attempt';
import type { Environment } from './environment';
import { matchGradients, type MatchedGradient } from './gradients';
import { triedRate } from './injection';
import type { Description, ValueFact } from './inventory';
import type { Change, Source, Step } from './plan';
import { roleOfArgument } from './roles';
import { Misfit, type Session } from './session';
import type { FoundTensor } from './tensors';
import { inside, leavesOf, partName } from './values';

/**
 * Rates at which an update is made. Powers of two, so that multiplying by the rate and dividing the change by it round
 * nothing; the first large enough that θ − rate·ĝ keeps the digits of ĝ, small enough that no exponential overflows.
 */
export const updateRates = { main: 2 ** -3, other: 2 ** -7 } as const;

/** How an update in place, or one that returns new parameters, gives gradients. */
export interface Update {
  /** False if the learning rate could not be found: the gradients are then known up to that factor. */
  readonly rateKnown: boolean;
  /** How the rate is set, in words. */
  readonly how: string;
  readonly stepsAt: (rate: number) => readonly Step[];
  /** The gradient of a tensor, by its index among all tensors. */
  readonly gradientAt: (tensor: FoundTensor, rate: number) => Change;
  /** What changes of each tensor; null for one that stays as it is. */
  readonly changed: readonly (MatchedGradient | null)[];
}

type RateHandle =
  { readonly kind: 'argument' } | { readonly kind: 'value'; readonly source: Source; readonly name: string };

export async function updatesOf(
  last: Done,
  steps: readonly Step[],
  environment: Environment,
  instance: Source | null,
  session: Session,
): Promise<Update> {
  const handle = await rateHandle(last, instance, environment, session);
  const stepsAt = (rate: number): readonly Step[] => stepsWithRate(steps, handle, rate);
  const { tensors } = environment.parameters;
  const returned = returnedParameters(last, tensors, handle !== null);
  const how =
    handle === null
      ? 'its learning rate is not known'
      : handle.kind === 'argument'
        ? 'its learning rate is an argument'
        : `its learning rate is \`${handle.name}\``;
  const after = new Map(tensors.map((tensor, index) => [tensor.name, returned[index]?.source]));
  const gradientAt = (tensor: FoundTensor, rate: number): Change => {
    const source = after.get(tensor.name);
    return { from: 'change', rate, ...(source !== undefined && { after: source }) };
  };
  const inPlace = returned.every((match) => match === null);
  const changed = inPlace ? await changedInPlace(tensors, stepsAt(updateRates.other), session) : returned;
  if (changed.every((match) => match === null)) throw noChange(last, tensors);
  return { rateKnown: handle !== null, how, stepsAt, gradientAt, changed };
}

function stepsWithRate(steps: readonly Step[], handle: RateHandle | null, rate: number): readonly Step[] {
  const literal: Source = { from: 'literal', value: rate };
  const exchange = (source: Source): Source => (source === triedRate ? literal : source);
  const all = steps.map((step): Step =>
    'call' in step
      ? {
          ...step,
          positional: step.positional.map(exchange),
          keywords: Object.fromEntries(
            Object.entries(step.keywords).map(([name, source]) => [name, exchange(source)]),
          ),
        }
      : step,
  );
  if (handle?.kind !== 'value') return all;
  return [{ slot: 'learning rate', assign: handle.source, to: literal }, ...all];
}

async function rateHandle(
  last: Done,
  instance: Source | null,
  environment: Environment,
  session: Session,
): Promise<RateHandle | null> {
  const { positional, keywords } = last.step;
  if ([...positional, ...Object.values(keywords)].includes(triedRate)) return { kind: 'argument' };
  if (instance !== null) {
    const value = await session.run({ slot: 'instance', value: instance });
    const found = bestRate(
      leavesOf(value, 3).flatMap(({ path, value: leaf }) => {
        const part = path.at(-1);
        const name = part === undefined ? '' : String(partName(part));
        return isRate(name, leaf) ? [{ name, source: inside(instance, path) }] : [];
      }),
    );
    if (found !== null) return { kind: 'value', ...found };
  }
  const globals = environment.values.filter(({ name, value }: ValueFact) => isRate(name, value));
  const found = bestRate(globals.map(({ name }) => ({ name, source: { from: 'module', name } as const })));
  return found === null ? null : { kind: 'value', ...found };
}

function isRate(name: string, value: Description): boolean {
  return value.type === 'number' && roleOfArgument(name) === 'learningRate';
}

/** `lr` rather than `alpha`, which may be anything. */
function bestRate<Found extends { readonly name: string }>(found: readonly Found[]): Found | null {
  return found.find(({ name }) => /lr|rate|eta/i.test(name)) ?? found[0] ?? null;
}

/**
 * New parameters among what was returned. At the rate 0 they equal the old ones, which tells them from gradients and
 * from anything else of their shape; where the rate is not known, only their names do.
 */
function returnedParameters(
  { parts }: Done,
  tensors: readonly FoundTensor[],
  rateKnown: boolean,
): readonly (MatchedGradient | null)[] {
  const holders = parts.map(({ name, source, value }) => ({ name, source, value, onlyMarked: false }));
  const whole = parts.length > 1 ? parts.map((part) => ({ ...part, name: null })) : [];
  const found = matchGradients(tensors, holders);
  const usable = found.every((match) => match === null) ? matchInOrder(tensors, whole) : found;
  const sound = usable.map((match, index) => {
    if (match === null) return null;
    const tensor = tensors[index]!;
    return (rateKnown ? sameValues(match.value, tensor.value) : namesAgree(match.name, tensor))
      ? match
      : null;
  });
  return sound.every((match) => match !== null) ? sound : tensors.map(() => null);
}

function matchInOrder(
  tensors: readonly FoundTensor[],
  parts: readonly { readonly source: Source; readonly value: Description }[],
): readonly (MatchedGradient | null)[] {
  return tensors.map((tensor) => {
    const same = parts.filter(({ value }) => sameValues(value, tensor.value));
    return same.length === 1 ? { ...same[0]!, name: tensor.name } : null;
  });
}

function namesAgree(name: string, tensor: FoundTensor): boolean {
  return name.toLowerCase() === tensor.name.toLowerCase().replace(/^.*[.]/, '');
}

function sameValues(a: Description, b: Description): boolean {
  if (a.type === 'number' && b.type === 'number') return Object.is(a.value, b.value);
  return (
    a.type === 'array' &&
    b.type === 'array' &&
    a.shape.join() === b.shape.join() &&
    Object.is(a.min, b.min) &&
    Object.is(a.max, b.max)
  );
}

/** Makes one small step, and sees which tensors it changes. */
async function changedInPlace(
  tensors: readonly FoundTensor[],
  steps: readonly Step[],
  session: Session,
): Promise<readonly (MatchedGradient | null)[]> {
  const look = async (): Promise<readonly Description[]> => {
    const seen: Description[] = [];
    for (const { source } of tensors) seen.push(await session.run({ slot: 'seen', value: source }));
    return seen;
  };
  const before = await look();
  for (const step of steps) await session.run(step);
  const after = await look();
  return tensors.map((tensor, index) =>
    sameValues(before[index]!, after[index]!)
      ? null
      : { source: tensor.source, value: after[index]!, name: tensor.name },
  );
}

function noChange({ member }: Done, tensors: readonly FoundTensor[]): Misfit {
  const names = tensors.slice(0, 3).map(({ name }) => name);
  return new Misfit(
    'no-gradients',
    `\`${member.fact.name}\` neither changes ${names.join(', ')} nor returns gradients of them. Return a dict with the ` +
      `keys ${names
        .slice(0, 2)
        .map((name) => `"d${name}"`)
        .join(', ')}, or add a \`gradient_lens()\` function with the command *Insert Model Contract*.`,
    member.fact.line,
    member.fact.file,
  );
}
