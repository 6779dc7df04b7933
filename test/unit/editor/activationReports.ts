import type { UnitHealth } from '../../../src/core/activation/health';
import type { Growth } from '../../../src/core/activation/growth';
import type { Layer, LayerArray, Network, RecognizedActivation } from '../../../src/core/activation/network';
import type { ArrayStatistics } from '../../../src/core/activation/record';
import type { InitializationAudit, LayerAudit } from '../../../src/core/activation/schemes';
import type { Place } from '../../../src/core/place';
import type { ActivationReport } from '../../../src/protocol/activations';
import { Activations, noQuestions, type ActivationEntry } from '../../../src/state/activations';
import { defaultActivationOptions } from '../../../src/workflow/activations/request';

/** Reports of runs as small as a test needs them, for what the editor makes of them. */

export const file = '/course/net.py';
export const uri = `file://${file}`;

export function statistics(rms: number, more: Partial<ArrayStatistics> = {}): ArrayStatistics {
  return {
    count: 32_000,
    nan: 0,
    infinite: 0,
    zeros: 0,
    mean: 0,
    rms,
    deviation: rms,
    least: -3 * rms,
    greatest: 3 * rms,
    zeroSlices: [0, 0],
    percentiles: new Float64Array(7),
    sampled: 10_000,
    histogram: [],
    ...more,
  };
}

/** A statement that fills a line from its fifth column on. */
export function placeAt(line: number, endLine = line): Place {
  return { file, line, column: 5, endLine, endColumn: 30, function: 'forward' };
}

export function array(
  name: string,
  line: number | null,
  rms: number,
  more: Partial<ArrayStatistics> = {},
): LayerArray {
  return {
    name,
    place: line === null ? null : placeAt(line),
    shape: [64, 500],
    dtype: 'float64',
    statistics: statistics(rms, more),
    unitsAxis: 0,
    examplesAxis: 1,
    arrays: 1,
  };
}

export const relu: RecognizedActivation = { name: 'relu', parameter: null, from: 'values' };

export function layer(number: number, parts: Partial<Layer>): Layer {
  return {
    number,
    from: 'product',
    weights: null,
    biases: null,
    preActivation: null,
    activation: null,
    activationFunction: null,
    preActivationGradient: null,
    activationGradient: null,
    ...parts,
  };
}

/** Weights that a line makes. */
export function weights(name: string, line: number | null): NonNullable<Layer['weights']> {
  return {
    tensor: 0,
    name,
    shape: [64, 64],
    statistics: statistics(0.01),
    fanIn: 64,
    fanOut: 64,
    outputsFirst: true,
    symmetric: false,
    place: line === null ? null : placeAt(line),
  };
}

export const stable: Growth = {
  increments: 4,
  perLayer: 1,
  interval: [0.9, 1.1],
  law: 'exponential',
  exponent: null,
  total: 1,
  verdict: 'stable',
  firstBad: null,
  zeroFrom: null,
};

export interface ReportParts {
  readonly layers: readonly Layer[];
  readonly forward?: Partial<Growth>;
  readonly health?: readonly UnitHealth[];
  readonly nonFinite?: Network['nonFinite'];
  readonly audit?: InitializationAudit | null;
}

export function reportOf({
  layers,
  forward,
  health = [],
  nonFinite = null,
  audit = null,
}: ReportParts): ActivationReport {
  return {
    schemaVersion: 1,
    tool: { name: 'gradient-lens', version: '0.1.0' },
    file,
    language: 'python',
    seed: 1,
    verdict: 'correct',
    sentence: 'Activations and gradients keep their scale.',
    advice: '',
    subject: 'forward, backward',
    run: 'gradient',
    profile: {
      network: { input: null, layers, nonFinite, examples: 500 },
      forward: { ...stable, ...forward },
      backward: stable,
      limits: [],
      health,
      verdict: 'correct',
      sentence: 'Activations and gradients keep their scale.',
    },
    audit,
    edges: new Float64Array(),
    reinitializable: true,
    warnings: [],
    seconds: 0.1,
  };
}

/** A network that a loop on two lines makes: Z on line 12, A on line 13, with these RMS of Z. */
export function loop(scales: readonly number[], parts: Partial<ReportParts> = {}): ActivationReport {
  return reportOf({
    layers: scales.map((rms, i) =>
      layer(i + 1, {
        preActivation: array(`Z of layer ${i + 1}`, 12, rms),
        activation: array(`A of layer ${i + 1}`, 13, rms / 2),
        activationFunction: relu,
      }),
    ),
    ...parts,
  });
}

/** An audit in which the layers have the constant scale 0.01, and ReLU asks for He. */
export function auditOf(
  layers: readonly (Pick<LayerAudit, 'layer'> & Partial<LayerAudit>)[],
  parts: Partial<InitializationAudit> = {},
): InitializationAudit {
  return {
    layers: layers.map((one) => ({
      scale: 0.01,
      halfWidth: 0.03,
      ratios: [{ scheme: 'he', expected: 0.18, ratio: 0.057, agrees: false }],
      fitting: 'he',
      trouble: null,
      ...one,
    })),
    inUse: [],
    constantScale: 0.01,
    multiple: null,
    chi: null,
    gradientFactor: null,
    predicted: new Float64Array(layers.length),
    mismatched: true,
    sentence: 'Weights × 0.01, not He: activations shrink to 0.057 × per ReLU layer.',
    ...parts,
  };
}

export interface Observed {
  readonly results: Activations;
  readonly entry: ActivationEntry;
}

/** Results as after a run of the text. */
export function afterRun(report: ActivationReport, source = 'source'): Observed {
  const results = new Activations((name) => `file://${name}`);
  results.begin({ uri, file, source }, { stage: 'Starting', done: 0, total: null, secondsLeft: null });
  results.update(uri, {
    kind: 'report',
    report,
    run: { projectRoot: '/course', options: defaultActivationOptions },
    questions: noQuestions,
  });
  return { results, entry: results.get(uri)! };
}
