import { Generator } from '../../random';
import type { Inventory } from '../inventory';
import type { Source, Step } from '../plan';
import { roleOfArgument } from '../roles';
import { StepFailure, type Session } from '../session';
import { isScalar, scalarValue, shapeOf } from '../values';
import { backwardCalls, upstreamFor } from './backwardArguments';
import {
  fill,
  give,
  keywordsOf,
  moduleFilling,
  positionalOf,
  tensorsOfGiven,
  type Filling,
  type Given,
  type Planned,
} from './given';
import { refuseFused } from './fused';
import { lossRecipes } from './lossRecipes';
import { fitness, matchReturned } from './matched';
import { literal, type Made } from './made';
import { upstreamArguments, type Pair } from './pairs';
import { anything, recipes } from './recipes';
import { outputsFor, returnedBy, type Returned } from './returned';
import { settingOf } from './settings';
import type { Trials } from './tried';

export interface Trying {
  readonly inventory: Inventory;
  readonly session: Session;
  readonly seed: number;
}

interface Hypothesis {
  readonly planned: Planned;
  readonly examples: number | null;
  readonly classes: number | null;
}

/** Tries a pair of functions with one hypothesis about its arguments after another, until everything fits. */
export async function tryPair(pair: Pair, trying: Trying, trials: Trials): Promise<void> {
  const seen = new Set<string>();
  for (const hypothesis of hypothesesFor(pair, trying, trials)) {
    const key = JSON.stringify(hypothesis.planned.map(({ fill: made }) => made));
    if (seen.has(key)) continue;
    seen.add(key);
    if (trying.session.spent) return;
    const given = await give(hypothesis.planned, trying.session, trying.seed);
    const before = trials.found.length;
    try {
      await tryArguments(pair, given, hypothesis, trying, trials, targetsOf(pair));
    } catch (error) {
      if (!(error instanceof StepFailure) || error.final) throw error;
      trials.fail(error, 1);
    }
    const found = trials.found.slice(before);
    if (found.some(({ fitting, unfit, tensors }) => unfit === 0 && fitting === tensors.length)) return;
  }
}

function hypothesesFor(pair: Pair, { inventory }: Trying, trials: Trials): readonly Hypothesis[] {
  if (pair.kind === 'loss') return lossHypotheses(pair);
  const fillings: Filling[] = [];
  const ofModule = moduleFilling(pair.forward, inventory.values);
  if (ofModule !== null) fillings.push(ofModule);
  const about = `${pair.name} ${pair.forward.parameters.map(({ name }) => name).join(' ')}`;
  const elementwise = pair.kind === 'derivative' ? [] : recipes;
  const likely = elementwise.filter((recipe) => recipe.about.test(about));
  for (const recipe of [...likely, ...elementwise.filter((one) => !likely.includes(one))])
    fillings.push(fill(pair.forward, recipe));
  const single = pair.forward.parameters.filter(
    ({ default: fallback, name }) => fallback === undefined && settingOf(name) === null,
  );
  if (single.length <= 1) fillings.push(...anything.map((recipe) => fill(pair.forward, recipe)));
  // The argument that most hypotheses stop at.
  const missing = fillings.flatMap((one) => (one.ok ? [] : [one.missing]));
  trials.missing = mostFrequent(missing);
  return fillings.flatMap((one) =>
    one.ok ? [{ planned: one.planned, examples: one.examples, classes: null }] : [],
  );
}

function mostFrequent(names: readonly string[]): string | null {
  const count = (name: string): number => names.filter((other) => other === name).length;
  return [...names].sort((a, b) => count(b) - count(a))[0] ?? null;
}

function lossHypotheses(pair: Pair): readonly Hypothesis[] {
  return lossRecipes(pair.forward.name).flatMap((recipe) => {
    const planned: { parameter: Planned[number]['parameter']; fill: Made }[] = [];
    for (const parameter of pair.forward.parameters) {
      const { name, default: fallback } = parameter;
      if (fallback !== undefined || parameter.kind.startsWith('rest')) continue;
      const role = roleOfArgument(name, 'cost');
      const labels = recipe.labels;
      const mask: Made | null =
        /mask/i.test(name) && 'shape' in labels ? { is: 'ones', shape: labels.shape } : null;
      const size = role === 'exampleCount' && recipe.examples !== null ? literal(recipe.examples) : null;
      const made = role === 'labels' ? labels : (mask ?? size ?? settingOf(name) ?? recipe.prediction);
      planned.push({ parameter, fill: made });
    }
    return [{ planned, examples: recipe.examples, classes: recipe.classes }];
  });
}

interface Targets {
  readonly forward: Source;
  readonly backward: Source;
}

function targetsOf({ forward, backward }: Pair): Targets {
  return {
    forward: { from: 'module', name: forward.name },
    backward: { from: 'module', name: backward.name },
  };
}

/** Calls a pair with these arguments and looks at what it returns. `targets` tells where the two functions are. */
export async function tryArguments(
  pair: Pair,
  given: readonly Given[],
  hypothesis: Hypothesis,
  { session, seed }: Trying,
  trials: Trials,
  targets: Targets,
): Promise<void> {
  const forward: Step = {
    slot: 'forward',
    call: targets.forward,
    positional: positionalOf(given),
    keywords: keywordsOf(given),
  };
  const returned = returnedBy(pair.forward, 'forward', await session.run(forward));
  const names = upstreamArguments(pair.backward);
  const outputs = pair.kind === 'layer' ? outputsFor(names, returned) : returned.slice(0, 1);
  if (outputs === null || outputs.length === 0 || !outputs.every(isFinite)) return;
  const weights = pair.kind === 'loss' ? [] : await upstreamOf(pair, outputs, session, seed);
  const upstream = weights.map(({ source }) => source);
  const J = pair.kind === 'loss' ? returned.find(({ value }) => isScalar(value)) : undefined;
  if (pair.kind === 'loss' && J === undefined) return;
  const cost: readonly Step[] =
    J === undefined
      ? [
          forward,
          { slot: 'cost', dot: outputs.map((output, index) => [output.source, upstream[index]!] as const) },
        ]
      : [forward];
  const tensors = tensorsOfGiven(given).filter(
    (tensor) => pair.kind !== 'loss' || roleOfArgument(tensor.name, 'cost') !== 'labels',
  );
  const base = { given, tensors, cost, J: J?.source ?? ({ from: 'slot', slot: 'cost' } as const) };
  const { examples, classes } = hypothesis;
  if (pair.backward === pair.forward) {
    const rest = returned.filter((one) => one !== J);
    const gradients = matchReturned(tensors, rest);
    trials.add({
      ...base,
      examples,
      classes,
      gradients,
      gradient: [forward],
      reading: null,
      ...fitness(tensors, gradients),
    });
    return;
  }
  const calls = backwardCalls(pair, { given, returned, outputs, upstream });
  if (!calls.ok) {
    trials.missing ??= calls.missing;
    return;
  }
  for (const { positional, keywords, reading } of calls.calls) {
    const backward: Step = {
      slot: 'backward',
      call: targets.backward,
      positional,
      keywords,
    };
    try {
      const value = await session.run(backward);
      if (pair.kind === 'layer') refuseFused(pair.name, pair.backward, weights[0]!.value, value);
      const gradients = matchReturned(tensors, returnedBy(pair.backward, 'backward', value));
      const gradient = [forward, backward];
      trials.add({
        ...base,
        examples,
        classes,
        gradients,
        gradient,
        reading,
        ...fitness(tensors, gradients),
      });
    } catch (error) {
      if (!(error instanceof StepFailure) || error.final) throw error;
      trials.fail(error, 2);
    }
  }
}

function isFinite({ value }: Returned): boolean {
  if (value.type === 'number') return Number.isFinite(scalarValue(value));
  return value.type === 'array' && typeof value.min === 'number' && typeof value.max === 'number';
}

type Kept = Awaited<ReturnType<Session['keep']>>;

/** An upstream gradient for each output: random, or ones where the derivative alone is asked for. */
async function upstreamOf(
  pair: Pair,
  outputs: readonly Returned[],
  session: Session,
  seed: number,
): Promise<readonly Kept[]> {
  const generator = new Generator(seed * 7919 + 5);
  const kept: Kept[] = [];
  for (const output of outputs) {
    const next = pair.kind === 'derivative' ? () => 1 : () => generator.normal();
    const made = upstreamFor(shapeOf(output.value) ?? [], next);
    kept.push(await session.keep('upstream', made));
  }
  return kept;
}
