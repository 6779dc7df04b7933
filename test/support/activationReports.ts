import { auditOf } from '../../src/core/activation/initialization/auditOf';
import { profileOf } from '../../src/core/activation/judgement/profileOf';
import type { Layer, LayerArray, Network } from '../../src/core/activation/network';
import type { ArrayStatistics } from '../../src/core/activation/record';
import type { Place } from '../../src/core/place';
import { Generator } from '../../src/core/random';
import type { ActivationReport, FactorSweep, WhatIf } from '../../src/protocol/activations';
import type { Questions } from '../../src/protocol/activationsPanel';
import { type Design, edges, randomNetwork, stack, statisticsOf } from './randomNetwork';

/** Reports of activation scales as the work would make them, for tests of panel, text and JSON. Deterministic. */

export const file = '/home/ada/course/deep/model.py';

/** A random network with the weights, names and lines that a file would have given it. */
export function placedNetwork(design: Design, own = file): Network {
  const network = randomNetwork(design);
  const generator = new Generator(design.seed + 1000);
  const at = (line: number, column = 5): Place => ({
    file: own,
    line,
    column,
    endLine: line,
    endColumn: column + 20,
    function: 'forward',
  });
  const placed = (array: LayerArray | null, line: number) => array && { ...array, place: at(line) };
  const layers = network.layers.map((layer): Layer => {
    const l = layer.number;
    const [fanIn, fanOut] = [design.widths[l - 1]!, design.widths[l]!];
    const deviation =
      typeof design.scheme === 'object'
        ? 'identity' in design.scheme
          ? null
          : design.scheme.deviation
        : Math.sqrt({ he: 2, xavier: 1, pytorch: 1 / 3 }[design.scheme] / fanIn);
    const values = Float64Array.from({ length: fanIn * fanOut }, (_, i) =>
      deviation === null
        ? i % (fanIn + 1) === 0 && typeof design.scheme === 'object' && 'identity' in design.scheme
          ? design.scheme.identity
          : 0
        : deviation * generator.normal(),
    );
    return {
      ...layer,
      weights: {
        tensor: 2 * (l - 1),
        name: `W${l}`,
        shape: [fanOut, fanIn],
        statistics: statisticsOf(values, [fanOut, fanIn]),
        fanIn,
        fanOut,
        outputsFirst: true,
        symmetric: false,
        place: at(8),
      },
      preActivation: placed(layer.preActivation, 21),
      activation: placed(layer.activation, 22),
      preActivationGradient: placed(layer.preActivationGradient, 35),
    };
  });
  return { ...network, layers };
}

export function reportOf(network: Network, changes: Partial<ActivationReport> = {}): ActivationReport {
  const profile = profileOf(network, edges);
  const audit = auditOf(network);
  return {
    schemaVersion: 1,
    tool: { name: 'Gradient Lens', version: '1.0.0' },
    file,
    language: 'python',
    seed: 1,
    verdict: profile.verdict,
    sentence: profile.sentence,
    advice: audit?.sentence ?? '',
    subject: '`cost`, `forward` and `backward` with `parameters`',
    run: 'gradient',
    profile,
    audit,
    edges,
    reinitializable: true,
    warnings: [],
    seconds: 0.42,
    ...changes,
  };
}

/** W = 1.5·I, 150 times. */
export const exploding = reportOf(
  placedNetwork({
    seed: 1,
    widths: stack(16, 150),
    examples: 20,
    activation: 'identity',
    scheme: { identity: 1.5 },
  }),
  { advice: 'Use weights of standard deviation √(1∕n), or the identity itself.' },
);

/** He and ReLU, as it should be. */
export const right = reportOf(
  placedNetwork({
    seed: 2,
    widths: [30, 64, 64, 48, 48, 32, 32, 16, 1],
    examples: 60,
    activation: 'relu',
    scheme: 'he',
    linearHead: true,
  }),
  {
    warnings: [{ code: 'dropped', message: 'The run made 12 more arrays than were recorded.', line: null }],
  },
);

/** PyTorch's default with ReLU: everything shrinks; and a layer with dead units. */
export const vanishing = reportOf(
  placedNetwork({
    seed: 3,
    widths: stack(64, 30),
    examples: 40,
    activation: 'relu',
    scheme: 'pytorch',
    bias: -0.05,
  }),
);

/** tanh with weights ten times too large. */
export const saturated = reportOf(
  placedNetwork({
    seed: 4,
    widths: stack(64, 12),
    examples: 50,
    activation: 'tanh',
    scheme: { deviation: 1 },
  }),
);

/** A thousand layers. */
export const thousand = reportOf(
  placedNetwork({ seed: 5, widths: stack(12, 1000), examples: 12, activation: 'tanh', scheme: 'xavier' }),
);

/** One layer. */
export const single = reportOf(
  placedNetwork({
    seed: 6,
    widths: [4, 1],
    examples: 30,
    activation: 'sigmoid',
    scheme: { deviation: 0.01 },
  }),
);

/** The activations overflow float32 at layer 30; then ∞ − ∞ makes NaN, and no gradient is left. */
export const overflowing = reportOf(overflow());

function overflow(): Network {
  const network = placedNetwork({
    seed: 7,
    widths: stack(32, 60),
    examples: 20,
    activation: 'identity',
    scheme: { deviation: 3 },
  });
  const lost = (array: LayerArray | null, kind: 'nan' | 'infinite'): LayerArray | null =>
    array && { ...array, dtype: 'float32', statistics: noNumbers(array.statistics, kind) };
  const layers = network.layers.map((layer): Layer => {
    const gone = {
      ...layer,
      preActivationGradient: lost(layer.preActivationGradient, 'nan'),
    };
    if (layer.number < 30) return gone;
    const kind = layer.number === 30 ? 'infinite' : 'nan';
    return {
      ...gone,
      preActivation: lost(layer.preActivation, kind),
      activation: lost(layer.activation, kind),
    };
  });
  const first = layers[29]!.preActivation!;
  const { count } = first.statistics;
  return {
    ...network,
    layers,
    nonFinite: {
      kind: 'infinity',
      count,
      of: count,
      name: first.name,
      place: first.place,
      layer: 30,
      backward: false,
    },
  };
}

function noNumbers(statistics: ArrayStatistics, kind: 'nan' | 'infinite'): ArrayStatistics {
  const nothing = { mean: NaN, rms: NaN, deviation: NaN, least: NaN, greatest: NaN, histogram: [], zeros: 0 };
  return { ...statistics, ...nothing, nan: 0, infinite: 0, [kind]: statistics.count };
}

export const noQuestions: Questions = { whatIf: null, sweep: null, asking: null };

export const whatIf: WhatIf = {
  how: { kind: 'scheme', scheme: 'he', factor: 1 },
  label: 'He',
  profile: profileOf(
    placedNetwork({ seed: 9, widths: stack(64, 30), examples: 40, activation: 'relu', scheme: 'he' }),
    edges,
  ),
  problem: null,
  code: 'rng = np.random.default_rng(1)\nparameters["W1"] = rng.normal(0, np.sqrt(2 / 64), (64, 64))\n',
};

export const sweep: FactorSweep = {
  scheme: 'he',
  points: Array.from({ length: 13 }, (_, i) => {
    const factor = 10 ** (-1 + i / 6);
    const stable = Math.abs(Math.log10(factor)) < 0.05;
    return {
      factor,
      activation: factor ** 29 * 0.8,
      gradient: factor ** 29 * 0.02,
      forwardGrowth: factor,
      backwardGrowth: factor,
      verdict: stable ? 'correct' : 'wrong',
      word: stable ? 'keeps its scale' : factor > 1 ? 'explodes' : 'vanishes',
    };
  }),
  problem: null,
};
