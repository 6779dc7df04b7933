import { Generator } from '../../random';
import { matchGradients, type MatchedGradient } from '../gradients';
import { requiredOf } from '../functionKinds';
import type { Description } from '../inventory';
import { withoutMistaken } from '../keptGradients';
import type { Change, PlannedTensor, Source, Step } from '../plan';
import { roleOfArgument } from '../roles';
import { StepFailure } from '../session';
import { tensorsOfObject, tensorAt, type FoundTensor } from '../tensors';
import { inside, isFloating, isNumeric, isScalar, sameUpToOnes, scalarValue, shapeOf } from '../values';
import { upstreamFor } from './backwardArguments';
import type { ClassPair } from './classPairs';
import { classRecipesFor, constructorArgument, type ClassRecipe } from './classRecipes';
import { refuseFused } from './fused';
import { lossRecipes } from './lossRecipes';
import { madeText, sourceOf, type Made } from './made';
import type { Trying } from './tryFunctions';
import type { Trials } from './tried';

/** A way to use the objects of a class that worked. */
export interface TriedClass {
  readonly tensors: readonly PlannedTensor[];
  readonly cost: readonly Step[];
  readonly J: Source;
  readonly gradient: readonly Step[];
  readonly restore: boolean;
  readonly examples: number | null;
  readonly classes: number | null;
  readonly inputText: string;
  readonly builtText: string;
  /** Tensors that belong to the object, not its input. */
  readonly parameters: readonly string[];
}

interface Start {
  readonly input: Made;
  readonly labels: Made | null;
  readonly recipe: ClassRecipe;
  readonly examples: number | null;
  readonly classes: number | null;
}

/** Tries a class with one hypothesis after another; null if none worked. */
export async function tryClass(pair: ClassPair, trying: Trying, trials: Trials): Promise<TriedClass | null> {
  let best: TriedClass | null = null;
  for (const start of startsFor(pair)) {
    if (trying.session.spent) break;
    try {
      const tried = await tryStart(pair, start, trying, trials);
      if (tried === null) continue;
      if (tried.complete) return tried.tried;
      best ??= tried.tried;
    } catch (error) {
      if (!(error instanceof StepFailure) || error.final) throw error;
      trials.fail(error, 1);
    }
  }
  return best;
}

function startsFor(pair: ClassPair): readonly Start[] {
  const all = classRecipesFor(pair.name);
  if (pair.kind === 'layer')
    return all.map((recipe) => ({
      recipe,
      input: recipe.input,
      labels: null,
      examples: recipe.examples,
      classes: null,
    }));
  return lossRecipes(pair.name).map(({ prediction, labels, examples, classes }) => ({
    recipe: all[0]!,
    input: prediction,
    labels,
    examples,
    classes,
  }));
}

async function tryStart(
  pair: ClassPair,
  start: Start,
  { session, seed }: Trying,
  trials: Trials,
): Promise<{ readonly tried: TriedClass; readonly complete: boolean } | null> {
  const built = constructorArguments(pair, start.recipe);
  if (!built.ok) {
    trials.missing ??= built.missing;
    return null;
  }
  const make: Step = {
    slot: session.slot('object'),
    call: { from: 'module', name: pair.fact.name },
    positional: [],
    keywords: {},
  };
  const keywords: Record<string, Source> = {};
  for (const [index, [name, made]] of built.arguments.entries()) {
    keywords[name] =
      made.is === 'literal'
        ? sourceOf(made, 1)
        : (await session.keep(name, sourceOf(made, seed * 104729 + index))).source;
  }
  await session.run({ ...make, keywords });
  const object: Source = { from: 'slot', slot: make.slot };
  const input = await session.keep('input', sourceOf(start.input, seed * 7919 + 1));
  const labels =
    start.labels === null
      ? null
      : (await session.keep('labels', sourceOf(start.labels, seed * 7919 + 2))).source;
  const names = requiredOf(pair.forward).map(({ name }) => name);
  const forward: Step = {
    slot: 'forward',
    call: inside(object, [{ attribute: pair.forward.name }]),
    positional: names.map((name) =>
      labels !== null && roleOfArgument(name, 'cost') === 'labels' ? labels : input.source,
    ),
    keywords: {},
  };
  const out = await session.run(forward);
  if (!finite(out)) return null;
  if (pair.kind === 'loss' && !isScalar(out)) return null;
  const generator = new Generator(seed * 7919 + 5);
  const upstream =
    pair.kind === 'loss'
      ? null
      : await session.keep(
          'upstream',
          upstreamFor(shapeOf(out) ?? [], () => generator.normal()),
        );
  const backward = backwardStep(pair, object, upstream?.source ?? null, labels, input.source);
  const before = await session.run({ slot: 'look', value: object });
  const parameters = tensorsOfObject(object, before);
  const gradient: readonly Step[] = [forward, backward.step];
  const returned = await run(gradient, session);
  if (upstream !== null) refuseFused(pair.name, pair.backward, upstream.value, returned);
  const after = await session.run({ slot: 'look', value: object });
  const kept = matchGradients(parameters, [{ name: null, source: object, value: after, onlyMarked: true }]);
  const wanted = withoutMistaken(parameters, kept);
  const changed = parameters.map(
    (tensor, index) => kept[index] === null && moved(tensor.value, after, parameters, index, object),
  );
  const updates = backward.learns && changed.some(Boolean);
  const x = tensorAt(input.source, input.value, [names[0]!]);
  const ofInput = isFloating(input.value) ? gradientOfInput(x, returned, pair) : null;
  const tensors: PlannedTensor[] = [];
  if (ofInput !== null)
    tensors.push({ name: inputName(pair, labels !== null), parameter: x.source, gradient: ofInput.source });
  let unfit = 0;
  parameters.forEach((tensor, index) => {
    const match: MatchedGradient | null = kept[index] ?? null;
    const change: Change | null = updates && changed[index] ? { from: 'change', rate: 1 } : null;
    if (match === null && change === null && (!wanted[index] || kept.every((one) => one === null))) return;
    if (match !== null && !sameUpToOnes(shapeOf(match.value) ?? [-1], tensor.shape)) unfit += 1;
    tensors.push({ name: tensor.name, parameter: tensor.source, gradient: match?.source ?? change });
  });
  if (tensors.length === 0) return null;
  const accumulates = !updates && (await repeatsDiffer(kept, parameters, gradient, object, session));
  if (updates || accumulates) await session.run({ ...make, keywords });
  const J: Source = { from: 'slot', slot: upstream === null ? 'forward' : 'cost' };
  const cost: readonly Step[] =
    upstream === null
      ? [forward]
      : [forward, { slot: 'cost', dot: [[{ from: 'slot', slot: 'forward' }, upstream.source]] }];
  const tried: TriedClass = {
    tensors,
    cost,
    J,
    gradient,
    restore: updates || accumulates,
    examples: start.examples,
    classes: start.classes,
    inputText: `made: ${madeText(start.input)}${start.labels === null ? '' : `, labels ${madeText(start.labels)}`}`,
    builtText: built.arguments.map(([name, made]) => `${name} = ${madeText(made)}`).join(', '),
    parameters: parameters.map(({ name }) => name),
  };
  // Languages that do not mind a vector of another length: such an input was no guess of ours to judge by.
  if (ofInput?.fits === false && x.shape.length < 2) return null;
  return { tried, complete: unfit === 0 && (ofInput?.fits === true || !isFloating(input.value)) };
}

async function run(steps: readonly Step[], session: Trying['session']): Promise<Description> {
  let last: Description = { type: 'none' };
  for (const step of steps) last = await session.run(step);
  return last;
}

function finite(value: Description): boolean {
  if (value.type === 'number') return Number.isFinite(scalarValue(value));
  return (
    isNumeric(value) &&
    value.type === 'array' &&
    typeof value.min === 'number' &&
    typeof value.max === 'number'
  );
}

/** Inputs are named after the argument, the prediction of a loss after what it is. */
function inputName(pair: ClassPair, loss: boolean): string {
  const names = requiredOf(pair.forward).map(({ name }) => name);
  return (loss ? names.find((name) => roleOfArgument(name, 'cost') !== 'labels') : names[0]) ?? 'x';
}

function constructorArguments(
  pair: ClassPair,
  recipe: ClassRecipe,
):
  | { readonly ok: true; readonly arguments: readonly (readonly [string, Made])[] }
  | { readonly ok: false; readonly missing: string } {
  const filled: (readonly [string, Made])[] = [];
  for (const parameter of pair.fact.constructorParameters) {
    if (parameter.kind === 'rest' || parameter.kind === 'rest-keyword') continue;
    const made = constructorArgument(parameter, pair.fact, recipe);
    if (made === undefined) continue;
    if (made === null) return { ok: false, missing: parameter.name };
    filled.push([parameter.name, made]);
  }
  return { ok: true, arguments: filled };
}

function backwardStep(
  pair: ClassPair,
  object: Source,
  upstream: Source | null,
  labels: Source | null,
  input: Source,
): { readonly step: Step; readonly learns: boolean } {
  let learns = false;
  const positional = requiredOf(pair.backward).map(({ name }): Source => {
    const role = roleOfArgument(name, 'backward');
    if (role === 'learningRate' || /^(lr|learn\w*|rate|eta|alpha)$/i.test(name)) {
      learns = true;
      return { from: 'literal', value: 1 };
    }
    if (upstream !== null) return upstream;
    return labels !== null && roleOfArgument(name, 'cost') === 'labels' ? labels : input;
  });
  const call = inside(object, [{ attribute: pair.backward.name }]);
  return { step: { slot: 'backward', call, positional, keywords: {} }, learns };
}

/** The gradient by the input: what backward returns, or the first of it that fits. */
function gradientOfInput(
  x: FoundTensor,
  returned: Description,
  pair: ClassPair,
): { readonly source: Source; readonly fits: boolean } | null {
  const source: Source = { from: 'slot', slot: 'backward' };
  const fits = (value: Description): boolean => sameUpToOnes(shapeOf(value) ?? [-1], x.shape);
  if (returned.type === 'sequence') {
    const index = returned.items.findIndex(fits);
    return index < 0 ? null : { source: inside(source, [{ item: index }]), fits: true };
  }
  if (returned.type === 'none' || !isNumeric(returned)) return null;
  return fits(returned) || pair.kind === 'layer' ? { source, fits: fits(returned) } : null;
}

function at(object: Source, path: Source, root: Description): Description | null {
  const depth = 'path' in object ? (object.path?.length ?? 0) : 0;
  if (path.from !== 'slot') return null;
  let value: Description | undefined = root;
  for (const part of (path.path ?? []).slice(depth)) {
    if (value?.type === 'object' && 'attribute' in part)
      value = value.attributes.find(({ name }) => name === part.attribute)?.value;
    else if (value?.type === 'mapping' && 'item' in part)
      value = value.entries.find(({ key }) => key === part.item)?.value;
    else if (value?.type === 'sequence' && 'item' in part) value = value.items[Number(part.item)];
    else return null;
  }
  return value ?? null;
}

/** True if a parameter is not what it was. */
function moved(
  before: Description,
  after: Description,
  parameters: readonly FoundTensor[],
  index: number,
  object: Source,
): boolean {
  const now = at(object, parameters[index]!.source, after);
  if (before.type !== 'array' || now?.type !== 'array') return false;
  return before.min !== now.min || before.max !== now.max;
}

/** True if the gradients that the object keeps are others after a second time. */
async function repeatsDiffer(
  kept: readonly (MatchedGradient | null)[],
  parameters: readonly FoundTensor[],
  gradient: readonly Step[],
  object: Source,
  session: Trying['session'],
): Promise<boolean> {
  if (kept.every((match) => match === null)) return false;
  await run(gradient, session);
  const value = await session.run({ slot: 'look', value: object });
  const again = matchGradients(parameters, [{ name: null, source: object, value, onlyMarked: true }]);
  return kept.some((match, index) => {
    const [a, b] = [match?.value, again[index]?.value];
    return a?.type === 'array' && b?.type === 'array' && (a.min !== b.min || a.max !== b.max);
  });
}
