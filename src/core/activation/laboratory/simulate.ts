import { Generator } from '../../random';
import { scaleEdges } from '../edges';
import { elementwise, type Elementwise } from '../functions';
import { auditOf } from '../initialization/auditOf';
import { profileOf } from '../judgement/profileOf';
import type { Profile } from '../profile';
import type { InitializationAudit } from '../schemes';
import { statisticsOf } from './arrayStatistics';
import { scaled, weightMaker } from './layerWeights';
import { multiply } from './product';
import { roundTo } from './rounding';
import { SimulatedNetwork } from './simulatedNetwork';
import { problemOf, type LaboratorySettings } from './settings';

export interface LaboratoryRun {
  readonly profile: Profile;
  readonly audit: InitializationAudit | null;
  /** Of the histograms. */
  readonly edges: Float64Array;
}

/** Thrown where `stop` was set during a run. */
export class LaboratoryStopped extends Error {}

/** What the backward pass needs of a layer. */
interface Kept {
  /** (n × n). */
  readonly weights: Float64Array;
  /** Z, (n × m). */
  readonly preActivation: Float64Array;
}

/**
 * Runs a network of the laboratory forward and backward. The cost is J = Σ R ∘ A_L / m with a standard normal R, so that
 * the gradient at the last layer does not depend on the activations.
 *
 * @param onLayer is told after each layer, forward and backward, how many of 2 L are done
 * @param stop an `AbortSignal`, looked at after each layer
 * @throws Error with the sentence of `problemOf` where the settings cannot be run
 */
export function simulate(
  settings: LaboratorySettings,
  onLayer?: (done: number, total: number) => void,
  stop?: { readonly aborted: boolean },
): LaboratoryRun {
  const problem = problemOf(settings);
  if (problem !== null) throw new Error(problem);
  const edges = scaleEdges();
  const network = new SimulatedNetwork(settings, edges);
  const total = 2 * settings.depth;
  let done = 0;
  const step = (): void => {
    if (stop?.aborted === true) throw new LaboratoryStopped('The laboratory was stopped.');
    onLayer?.(++done, total);
  };
  const generator = new Generator(settings.seed);
  const activation = elementwise(settings.activation);
  const kept = forward(settings, activation, generator, network, step);
  backward(settings, activation, generator, network, kept, step);
  const made = network.finish();
  return { profile: profileOf(made, edges), audit: auditOf(made), edges };
}

function forward(
  settings: LaboratorySettings,
  { value }: Elementwise,
  generator: Generator,
  network: SimulatedNetwork,
  step: () => void,
): readonly Kept[] {
  const { depth, width, examples, format, how, bias } = settings;
  const makeWeights = weightMaker(how, width, generator);
  let before = normals(width * examples, 1, generator);
  roundTo(format, before);
  network.input(before);
  const kept: Kept[] = [];
  for (let layer = 1; layer <= depth; layer++) {
    let weights = makeWeights();
    roundTo(format, weights);
    const biases = bias === 0 ? null : normals(width, bias, generator);
    if (biases !== null) roundTo(format, biases);
    let z = affine(weights, before, biases, settings);
    if (how.kind === 'lsuv') {
      weights = unitDeviation(weights, z, examples);
      roundTo(format, weights);
      z = affine(weights, before, biases, settings);
    }
    const a = z.map(value);
    roundTo(format, a);
    network.forward(layer, weights, biases, z, a);
    kept.push({ weights, preActivation: z });
    before = a;
    step();
  }
  return kept;
}

/** Z = W A + b. */
function affine(
  weights: Float64Array,
  a: Float64Array,
  biases: Float64Array | null,
  { width, examples, format }: LaboratorySettings,
): Float64Array {
  const z = new Float64Array(a.length);
  multiply({ values: weights, transposed: false }, a, z, width);
  if (biases !== null) for (let i = 0; i < z.length; i++) z[i]! += biases[Math.floor(i / examples)]!;
  roundTo(format, z);
  return z;
}

/** LSUV: weights divided by the deviation of their Z. */
function unitDeviation(weights: Float64Array, z: Float64Array, examples: number): Float64Array {
  const { deviation } = statisticsOf(z, [z.length / examples, examples], new Float64Array(), 0);
  return deviation > 0 ? scaled(weights, 1 / deviation) : weights;
}

function backward(
  settings: LaboratorySettings,
  { derivative }: Elementwise,
  generator: Generator,
  network: SimulatedNetwork,
  kept: readonly Kept[],
  step: () => void,
): void {
  const { depth, width, examples, format } = settings;
  let dA = normals(width * examples, 1 / examples, generator);
  roundTo(format, dA);
  for (let layer = depth; layer >= 1; layer--) {
    const { weights, preActivation } = kept[layer - 1]!;
    const dZ = new Float64Array(dA.length);
    for (let i = 0; i < dZ.length; i++) dZ[i] = dA[i]! * derivative(preActivation[i]!);
    roundTo(format, dZ);
    network.backward(layer, dA, dZ);
    if (layer > 1) {
      dA = new Float64Array(dZ.length);
      multiply({ values: weights, transposed: true }, dZ, dA, width);
      roundTo(format, dA);
    }
    step();
  }
}

function normals(count: number, deviation: number, generator: Generator): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = deviation * generator.normal();
  return values;
}
