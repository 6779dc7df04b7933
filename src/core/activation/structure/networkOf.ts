import type { Layer, Network } from '../network';
import type { ArrayRecord, Trace } from '../record';
import { withoutRepeated } from './repeated';
import { insertActivationLayers } from './activationLayers';
import { assemble, fansOf, layerArray } from './assemble';
import { biasesLike } from './biasesLike';
import { BiasShelf, biasOf, type Bias } from './biases';
import type { Draft } from './draft';
import { flowOf, type Flow } from './flow';
import { completeGradients } from './gradients';
import { withMatrices } from './flatWeights';
import { gradientsByNames, inputsByOrder, layersByNames } from './names';
import { layersWithoutZ, type LayerWithoutZ } from './layersWithoutZ';
import { likeSiblings } from './likeSiblings';
import { nonFiniteOf, nonFiniteParameter } from './nonFinite';
import { completeByPattern, siteOf } from './pattern';
import { productLayers, type ProductLayers } from './productLayers';
import { findProducts } from './products';
import { throughTime, unrolled } from './recurrence';
import { gradientsInReverse } from './reverseOrder';
import { stackedExamples } from './stackedExamples';
import { isGreater, stepsOf } from './steps';
import { transposesOf } from './transposes';
import { viewsOf, type View } from './views';
import { weightClasses, type WeightCandidate, type WeightClass } from './weights';

/** Records in which the network of a run without a model is looked for first; as many again until it is made anew. */
const firstLook = 1000;

/** A tensor of the model: names and shapes as it was bound. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * The layers of a network, from the arrays that one run of it made: by Z = W A + b and A = φ(Z) in the compared values,
 * by likeness to layers found so, and by names.
 *
 * @param tensors of the model, in the order of `trace.parameters`
 * @param examples number of examples, if known
 */
export function networkOf(run: Trace, tensors: readonly NamedTensor[], examples: number | null): Network {
  const trace = withMatrices(run);
  const observed = observedNetwork(trace, tensors, examples);
  const isModel = trace.parameters.length > 0;
  const network = isModel && !areLayers(observed.layers) ? { ...observed, layers: [] } : observed;
  const parameter = nonFiniteParameter(trace, tensors, network.layers);
  return parameter === null ? network : { ...network, nonFinite: parameter };
}

/** Of one or two products, such as distances or sums of pairs begin with, something must say that they are layers. */
function areLayers(layers: readonly Layer[]): boolean {
  return (
    layers.length > 2 ||
    layers.every(({ preActivation, activation }) => preActivation !== null && activation !== null) ||
    layers.some(
      ({ from, activationFunction, preActivationGradient }) =>
        from !== 'product' ||
        preActivationGradient !== null ||
        (activationFunction !== null && activationFunction.name !== 'identity'),
    )
  );
}

function observedNetwork(trace: Trace, tensors: readonly NamedTensor[], examples: number | null): Network {
  if (trace.parameters.length > 0) {
    const network = networkOfModel(trace, tensors, examples);
    if (network.layers.some(({ from }) => from === 'product')) return network;
    // Parameters in one vector, or given otherwise than the model takes them: what the run makes of them are the weights.
    const unpacked = observedNetwork({ ...trace, parameters: [] }, [], examples);
    return unpacked.layers.some(isActivated) ? unpacked : network;
  }
  // A file that trains makes the same network many times: up to the first change of its weights it is looked at.
  for (let length = firstLook; ; length *= 2) {
    const part = { ...trace, records: trace.records.slice(0, length) };
    const isAll = length >= trace.records.length;
    const again = productsOf(part, weightCandidates(part, tensors), biasCandidates(part, tensors)).flow.again;
    if (!isAll && again === null) continue;
    const beginning = { ...part, records: part.records.slice(0, again ?? length) };
    const network = wholeNetwork(beginning, tensors, examples);
    const nonFinite = network.nonFinite ?? nonFiniteOf(trace.records, []);
    return { ...network, nonFinite };
  }
}

/** Of the ways to see the examples, the one that tells most: as they came, or, where that leaves parameters over, stacked. */
function networkOfModel(trace: Trace, tensors: readonly NamedTensor[], examples: number | null): Network {
  let best = wholeNetwork(trace, tensors, examples);
  const isWhole = best.layers.every(({ preActivation }) => preActivation !== null);
  if (isWhole && toldParameters(best).size === trace.parameters.length) return best;
  for (const stacked of stackedExamples(trace, examples)) {
    const network = wholeNetwork(stacked, tensors, examples);
    if (isGreater(rankOf(network), rankOf(best))) best = network;
  }
  return best;
}

/** Weights whose layer has a known φ, as a product of the backward pass has not; all weights; and values of their A. */
function rankOf({ layers }: Network): readonly number[] {
  const weightsOf = (those: readonly Layer[]): number =>
    new Set(those.flatMap(({ weights }) => weights?.tensor ?? [])).size;
  return [
    weightsOf(layers.filter(({ activationFunction }) => activationFunction !== null)),
    weightsOf(layers),
    layers.reduce((sum, { activation }) => sum + (activation?.statistics.count ?? 0), 0),
  ];
}

/** Numbers of the tensors that are weights or biases of a layer. */
function toldParameters({ layers }: Network): ReadonlySet<number> {
  return new Set(
    layers.flatMap(({ weights, biases }) => [weights?.tensor ?? [], biases?.tensor ?? []].flat()),
  );
}

/** A product that an activation function is applied to: others, such as a gradient Xᵀ(p − y), may be no layers. */
function isActivated({ from, activationFunction }: Layer): boolean {
  return from === 'product' && activationFunction !== null && activationFunction.name !== 'identity';
}

function wholeNetwork(trace: Trace, tensors: readonly NamedTensor[], examples: number | null): Network {
  const candidates = weightCandidates(trace, tensors);
  const biases = biasCandidates(trace, tensors);
  const { drafts: found, inputs: told, unitsAxis } = layersByProducts(trace, candidates, biases);
  const drafts = withoutBiases(
    throughTime(withoutRepeated(trace.records, unrolled(trace.records, found, told))),
  );
  if (drafts.length === 0) drafts.push(...layersByNames(trace.records));
  const inputs = told.length > 0 ? told : inputsByOrder(trace.records, drafts);
  completeGradients(trace.records, drafts);
  completeByPattern(trace.records, drafts, likeThoseFound(candidates, drafts));
  biasesLike(drafts, biases);
  gradientsByNames(trace.records, drafts);
  gradientsInReverse(trace.records, drafts);
  completeGradients(trace.records, drafts);
  insertActivationLayers(trace.records, drafts, candidates);
  const first = insertWithoutZ(trace, drafts, candidates);
  const fed = first === null ? { inputs, unitsAxis } : { inputs: [first.record], unitsAxis: first.unitsAxis };
  const input = layerArray(
    trace,
    fed.inputs,
    'inputs',
    fed.unitsAxis,
    inputAxis(trace, fed.inputs, fed.unitsAxis),
  );
  return {
    input,
    layers: likeSiblings(assemble(trace, drafts)),
    nonFinite: nonFiniteOf(trace.records, drafts, trace.parameters),
    examples: examples ?? examplesOf(trace, drafts),
  };
}

/** True of Wᵀ ∂J/∂Z: a product with W the other way round than the layers before it, to which nothing is applied. */
function isOfBackwardPass({ a, z, outputsFirst }: Draft, layers: readonly LayerWithoutZ[]): boolean {
  const others = layers.filter(({ draft: { weights } }) => Math.min(...weights!.record.shape) > 1);
  return (
    others.length > 0 &&
    a.length === 0 &&
    others.every(({ draft }) => draft.outputsFirst !== outputsFirst && draft.a[0]! < (z[0] ?? -1))
  );
}

/** The bias of one layer is not the weights of another, though 1 · b is a product. */
function withoutBiases(drafts: readonly Draft[]): Draft[] {
  const biases = new Set(drafts.flatMap(({ bias }) => bias?.tensor ?? []));
  return drafts.filter(({ weights }) => !biases.has(weights?.tensor ?? -1));
}

/**
 * Puts layers whose Z is in no array in their places, for parameters of the model that have no layer yet. Returns the input
 * of the first layer, if it is one of these.
 */
function insertWithoutZ(
  { records, parameters, forward }: Trace,
  drafts: Draft[],
  candidates: readonly WeightCandidate[],
): View | null {
  if (parameters.length === 0) return null;
  const told = new Set(drafts.flatMap(({ weights, bias }) => [weights?.tensor, bias?.tensor]));
  const left = candidates.filter(({ tensor }) => !told.has(tensor));
  const layers = layersWithoutZ(records.slice(0, forward), left, candidates, drafts);
  const gradients = drafts.filter((draft) => isOfBackwardPass(draft, layers));
  for (const draft of gradients) drafts.splice(drafts.indexOf(draft), 1);
  for (const { draft } of layers) {
    const next = drafts.findIndex(({ z, a }) => (z[0] ?? a[0] ?? -1) > draft.a[0]!);
    drafts.splice(next === -1 ? drafts.length : next, 0, draft);
  }
  return layers.find(({ draft }) => draft === drafts[0])?.input ?? null;
}

/** The model's tensors; of a run without any, every array it made that is no mere transpose of another. */
function weightCandidates(
  { records, parameters }: Trace,
  tensors: readonly NamedTensor[],
): WeightCandidate[] {
  if (parameters.length > 0)
    return parameters.map((record, tensor) => ({
      record,
      tensor,
      at: null,
      name: tensorName(tensors, tensor),
    }));
  const originals = transposesOf(records);
  return records.flatMap((record, at) => {
    const original = records[originals.get(at) ?? at]!;
    const isOriginal = original === record || (original.target === null && record.target !== null);
    return isOriginal ? [{ record, tensor: null, at, name: nameFrom(record, 'W') }] : [];
  });
}

/** Vectors that may be added: of the model, else of the run. */
function biasCandidates({ records, parameters }: Trace, tensors: readonly NamedTensor[]): Bias[] {
  const all =
    parameters.length === 0
      ? records.map((record, at) => biasOf(record, null, at, nameFrom(record, 'b')))
      : parameters.map((record, tensor) => biasOf(record, tensor, null, tensorName(tensors, tensor)));
  return all.filter((bias) => bias !== null);
}

/** Weights of layers, found or not: matrices of the model, or arrays made at the places where those found were made. */
function likeThoseFound(candidates: readonly WeightCandidate[], drafts: readonly Draft[]): WeightCandidate[] {
  const found = new Set(drafts.flatMap(({ weights }) => (weights === null ? [] : [weights])));
  const sites = new Set([...found].map(({ record }) => siteOf(record)));
  const isLike = ({ record, tensor }: WeightCandidate): boolean =>
    record.shape.length === 2 && (tensor !== null || sites.has(siteOf(record)));
  const like = candidates.filter(
    (candidate) => found.has(candidate) || (isLike(candidate) && !isVector(candidate)),
  );
  const last = like.at(-1);
  const [first] = drafts;
  if (last === undefined || first === undefined) return like;
  // Of a single unit, as many networks end with, weights are told from biases by what the layer before puts out.
  const [, fanOut] = fansOf(last.record.shape, first.outputsFirst);
  const single = candidates.slice(candidates.indexOf(last) + 1).find((candidate) => {
    const [taken, units] = fansOf(candidate.record.shape, first.outputsFirst);
    return isLike(candidate) && isVector(candidate) && units === 1 && taken === fanOut && fanOut > 1;
  });
  return single === undefined ? like : [...like, single];
}

function isVector({ record: { shape, statistics } }: WeightCandidate): boolean {
  return Math.max(...shape) === statistics.count;
}

function tensorName(tensors: readonly NamedTensor[], tensor: number): string {
  return tensors[tensor]?.name ?? `tensor ${tensor + 1}`;
}

function productsOf(
  { records, forward }: Trace,
  candidates: readonly WeightCandidate[],
  biases: readonly Bias[],
): { readonly classes: readonly WeightClass[]; readonly flow: Flow } {
  const classes = weightClasses(candidates);
  const products = findProducts(
    records,
    records.map(viewsOf),
    classes,
    biases.map(({ record }) => record),
  );
  return {
    classes,
    flow: flowOf(records, classes, stepsOf(records, classes, products, new BiasShelf(biases)), forward),
  };
}

function layersByProducts(
  trace: Trace,
  candidates: readonly WeightCandidate[],
  biases: readonly Bias[],
): ProductLayers {
  const { records, parameters } = trace;
  const { classes, flow } = productsOf(trace, candidates, biases);
  const numbers = (fits: (record: ArrayRecord) => boolean): number[] =>
    parameters.map((_, tensor) => tensor).filter((tensor) => fits(parameters[tensor]!));
  return productLayers(records, classes, flow, {
    matrices: numbers(({ shape, statistics }) => shape.length === 2 && Math.max(...shape) < statistics.count),
    vectors: numbers(({ shape, statistics }) => Math.max(...shape) === statistics.count),
  });
}

function nameFrom({ target }: ArrayRecord, otherwise: string): string {
  return target ?? otherwise;
}

function inputAxis({ records }: Trace, inputs: readonly number[], unitsAxis: number | null): number | null {
  return unitsAxis !== null && records[inputs[0] ?? -1]?.shape.length === 2 ? 1 - unitsAxis : null;
}

function examplesOf({ records }: Trace, drafts: readonly Draft[]): number | null {
  const first = drafts[0];
  if (first === undefined) return null;
  const held = first.z.length > 0 ? first.z : first.a;
  if (held.length === 0) return null;
  const each = held.map((at) =>
    first.examplesAxis === null ? 1 : (records[at]!.shape[first.examplesAxis] ?? 1),
  );
  return each.reduce((sum, count) => sum + count, 0);
}
