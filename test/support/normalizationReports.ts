import {
  histogramBins,
  quantileLevels,
  type SplitStatistics,
} from '../../src/core/normalization/splitStatistics';
import type { Conditioning, Descent } from '../../src/core/normalization/conditioning';
import {
  normalizationKinds,
  type NormalizationKind,
  type SplitMismatch,
} from '../../src/core/normalization/verdicts';
import type { NormalizationReport, SplitReport, SplitRole } from '../../src/protocol/normalization';

/** Normalization reports as the work would make them, for tests of panel, text and JSON. Deterministic. */

/** A feature of one split; `null` for σ is a constant. */
export interface FeatureLook {
  readonly mean: number;
  readonly deviation: number;
  readonly shape?: 'normal' | 'uniform' | 'skewed' | 'two-humped';
  readonly missing?: number;
  readonly infinite?: number;
  readonly empty?: boolean;
}

/** Standardized quantile functions: mean 0, variance 1. */
const quantileOf: Readonly<Record<NonNullable<FeatureLook['shape']>, (p: number) => number>> = {
  normal: normalQuantile,
  uniform: (p) => Math.sqrt(12) * (p - 0.5),
  skewed: (p) => -Math.log(1 - p) - 1,
  'two-humped': (p) =>
    p < 0.5 ? -0.9 + 0.436 * normalQuantile(2 * p) : 0.9 + 0.436 * normalQuantile(2 * p - 1),
};

/** Giles' approximation of the inverse error function (2010), single precision. */
function normalQuantile(p: number): number {
  const x = 2 * p - 1;
  let w = -Math.log((1 - x) * (1 + x));
  const small = w < 5;
  w = small ? w - 2.5 : Math.sqrt(w) - 3;
  const coefficients = small
    ? [
        2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 2.1858087e-4, -1.25372503e-3,
        -4.17768164e-3, 0.246640727, 1.50140941,
      ]
    : [
        -2.00214257e-4, 1.00950558e-4, 1.34934322e-3, -3.67342844e-3, 5.73950773e-3, -7.6224613e-3,
        9.43887047e-3, 1.00167406, 2.83297682,
      ];
  return Math.SQRT2 * x * coefficients.reduce((sum, c) => sum * w + c);
}

export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

export function statisticsOf(
  features: number,
  examples: number,
  look: (feature: number) => FeatureLook,
  points = 400,
): SplitStatistics {
  const column = () => new Float64Array(features);
  const statistics = {
    examples,
    features,
    count: column(),
    missing: column(),
    infinite: column(),
    mean: column(),
    variance: column(),
    kurtosis: column().fill(3),
    minimum: column(),
    maximum: column(),
    whole: new Uint8Array(features),
    quantiles: new Float64Array(features * quantileLevels.length),
    histogram: {
      bins: histogramBins,
      from: column(),
      width: column(),
      counts: new Uint32Array(features * histogramBins),
    },
    constancy: new Uint8Array(features),
  };
  const grids = Object.fromEntries(
    Object.entries(quantileOf).map(([shape, quantile]) => [
      shape,
      Float64Array.from({ length: points }, (_, i) => quantile((i + 0.5) / points)),
    ]),
  );
  const levels = Object.fromEntries(
    Object.entries(quantileOf).map(([shape, quantile]) => [shape, quantileLevels.map(quantile)]),
  );
  for (let j = 0; j < features; j++) {
    const { mean, deviation, shape = 'normal', missing = 0, infinite = 0, empty = false } = look(j);
    const count = empty ? 0 : examples - missing - infinite;
    const grid = grids[shape]!;
    const [low, high] = [mean + deviation * grid[0]!, mean + deviation * grid[points - 1]!];
    const width = deviation === 0 ? 1 : (high - low) / histogramBins;
    statistics.count[j] = count;
    statistics.missing[j] = empty ? examples : missing;
    statistics.infinite[j] = infinite;
    statistics.mean[j] = empty ? NaN : mean;
    statistics.variance[j] = empty ? NaN : deviation ** 2;
    statistics.minimum[j] = empty ? NaN : low;
    statistics.maximum[j] = empty ? NaN : high;
    statistics.constancy[j] = empty ? 3 : deviation === 0 ? 2 : 0;
    levels[shape]!.forEach((z, k) => {
      statistics.quantiles[j * quantileLevels.length + k] = empty ? NaN : mean + deviation * z;
    });
    statistics.histogram.from[j] = low;
    statistics.histogram.width[j] = width;
    for (const z of grid) {
      const bin = Math.min(histogramBins - 1, Math.floor((mean + deviation * z - low) / width));
      const at = j * histogramBins + Math.max(0, bin);
      statistics.histogram.counts[at] = statistics.histogram.counts[at]! + Math.round(count / points);
    }
  }
  return statistics;
}

/** Gradient descent in the eigenbasis, from (1, 1, …) with equal weight for every eigenvector. */
function descent(eigenvalues: readonly number[], limit: number, tolerance: number): Descent {
  const [most, least] = [Math.max(...eigenvalues), Math.min(...eigenvalues)];
  const rate = 2 / (most + least);
  const cost = (k: number) =>
    eigenvalues.reduce((sum, value) => sum + value * (1 - rate * value) ** (2 * k), 0);
  const start = cost(0);
  let actual: number | null = null;
  const curve: number[] = [];
  for (let k = 0, next = 0; k <= limit && actual === null; k++) {
    const now = cost(k) / start;
    if (now < tolerance ** 2) actual = k;
    if (k >= next || actual !== null) {
      curve.push(k, now);
      next = Math.max(k + 1, Math.floor(k * 1.05));
    }
  }
  const path = Array.from({ length: 30 }, (_, k) => [(1 - rate * most) ** k, (1 - rate * least) ** k]);
  return {
    eigenvalues: Float64Array.from([...eigenvalues].sort((a, b) => b - a)),
    complete: true,
    rank: eigenvalues.length,
    conditionNumber: most / least,
    largestStableRate: 2 / most,
    bestRate: rate,
    predictedSteps: (most / least / 2) * Math.log(1 / tolerance),
    actualSteps: actual,
    curve: Float64Array.from(curve),
    path: Float64Array.from(path.flat()),
    plane: [most, least],
  };
}

/** @param scales standard deviations; null for data that are normalized already */
export function conditioningOfScales(scales: readonly number[] | null): Conditioning {
  const [stepLimit, tolerance] = [20_000, 1e-3];
  const n = scales?.length ?? 8;
  const normalized = Array.from({ length: n }, (_, i) => 1.9 - (1.6 * i) / Math.max(1, n - 1));
  return {
    examples: 2000,
    features: n,
    stepLimit,
    tolerance,
    before: descent(scales?.map((scale) => scale ** 2) ?? normalized, stepLimit, tolerance),
    after: descent(normalized, stepLimit, tolerance),
  };
}

export const file = '/home/ada/course/housing/model.py';

interface SplitOptions {
  readonly name: string;
  readonly role: SplitRole;
  readonly examples: number;
  readonly look: (feature: number) => FeatureLook;
  readonly raw?: (feature: number) => FeatureLook;
  readonly file?: string;
  readonly dtype?: string;
  readonly line?: number | null;
}

export function splitReport(features: number, options: SplitOptions, points = 400): SplitReport {
  const { name, role, examples, look, raw, dtype = 'float64' } = options;
  return {
    name,
    role,
    file: options.file ?? file,
    line: options.line ?? null,
    shape: [examples, features],
    dtype,
    statistics: statisticsOf(features, examples, look, points),
    raw: raw ? { name: `${name}_raw`, statistics: statisticsOf(features, examples, raw, points) } : null,
  };
}

export function mismatchOf(
  split: string,
  features: number,
  q: (feature: number) => readonly [mean: number, variance: number, shape: number],
): SplitMismatch {
  const all = Array.from({ length: features }, (_, j) => q(j));
  const column = (k: 0 | 1 | 2) => Float64Array.from(all, (one) => one[k]);
  const level = 0.01;
  const least = all.map((one) => Math.min(...one));
  const worst = Array.from(least.keys())
    .filter((j) => least[j]! <= level)
    .sort((a, b) => least[a]! - least[b]!);
  return {
    split,
    against: 'X_train',
    mean: column(0),
    variance: column(1),
    shape: column(2),
    features: worst.slice(0, 1000),
    count: worst.length,
    level,
  };
}

const kind = (name: NormalizationKind) => normalizationKinds.indexOf(name);

export function reportOf(
  changes: Partial<NormalizationReport> & Pick<NormalizationReport, 'splits' | 'features'>,
  kindOf: (feature: number) => NormalizationKind = () => 'normalized',
): NormalizationReport {
  const { features, splits } = changes;
  const featureKinds = Uint8Array.from({ length: features }, (_, j) => kind(kindOf(j)));
  const counts = normalizationKinds.map((_, k) => featureKinds.filter((one) => one === k).length);
  const { mean, variance } = splits[0]!.statistics;
  const random = seeded(7);
  const examples = Math.max(2, Math.min(400, Math.floor(1_000_000 / features)));
  const values = new Float64Array(examples * features);
  for (let i = 0; i < examples; i++) {
    const common = normalQuantile(0.001 + 0.998 * random());
    for (let j = 0; j < features; j++) {
      const own = normalQuantile(0.001 + 0.998 * random());
      values[i * features + j] = mean[j]! + Math.sqrt(variance[j]!) * (0.6 * common + 0.8 * own);
    }
  }
  const only = normalizationKinds.find((_, k) => counts[k] === features);
  return {
    schemaVersion: 1,
    tool: { name: 'Gradient Lens', version: '1.0.0' },
    file,
    seed: 1,
    verdict: 'correct',
    sentence: 'The inputs are normalized by the training statistics.',
    advice: '',
    view: { orientation: 'examples-first', channelAxis: null },
    viewFrom: 'first weights',
    otherOrientation: 'features-first',
    channelAxes: [],
    featureNames: null,
    overall: { kind: only ?? 'mixed', by: null, counts, spread: 1.02, severity: 'none' },
    featureKinds,
    worstFirst: Uint32Array.from({ length: features }, (_, j) => j),
    provenance: null,
    mismatches: [],
    conditioning: null,
    sample: { examples, features, values, of: splits[0]!.statistics.examples },
    culprit: null,
    warnings: [],
    seconds: 0.4,
    ...changes,
  };
}

export const housing: readonly (readonly [name: string, mean: number, deviation: number])[] = [
  ['median_income', 3.87, 1.9],
  ['house_age', 28.6, 12.6],
  ['average_rooms', 5.43, 2.47],
  ['average_bedrooms', 1.097, 0.474],
  ['population', 1425, 1132],
  ['average_occupancy', 3.07, 10.4],
  ['latitude', 35.6, 2.14],
  ['longitude', -119.6, 2.0],
];
const names = housing.map(([name]) => name);
const train = { name: 'X_train', role: 'train', examples: 16_512, line: 12 } as const;
const test = { name: 'X_test', role: 'test', examples: 2064, line: 13 } as const;
const dev = { name: 'X_dev', role: 'dev', examples: 2064, line: 14 } as const;

const jitter = (j: number, scale: number) => scale * (((j * 37) % 11) / 5 - 1);
const near = (j: number): FeatureLook => ({
  mean: jitter(j, 0.025),
  deviation: 1 + jitter(j + 3, 0.02),
  shape: j === 5 ? 'skewed' : j === 7 ? 'two-humped' : 'normal',
});
const exact = (j: number): FeatureLook => ({ ...near(j), mean: 1e-16 * j, deviation: 1 });
const calm = () => mismatchOf('X_test', 8, (j) => [0.4 + j / 20, 0.3 + j / 15, 0.6]);
const scales = housing.map(([, , deviation]) => deviation);

/** Normalized with the training statistics, as it should be. */
export const right = reportOf({
  features: 8,
  featureNames: names,
  splits: [splitReport(8, { ...train, look: exact }), splitReport(8, { ...test, look: near })],
  provenance: {
    whose: 'training',
    recovered: false,
    sentence: 'Both splits were normalized with the mean and standard deviation of `X_train`.',
    remedy: '',
    splits: [
      {
        split: 'X_train',
        whose: 'training',
        residuals: { training: 2.2e-15, own: 2.2e-15, pooled: 0.011 },
        roundOff: 4e-13,
        samplingNoise: 7.8e-3,
        ddof: 0,
      },
      {
        split: 'X_test',
        whose: 'training',
        residuals: { training: 3.1e-15, own: 0.034, pooled: 0.011 },
        roundOff: 4e-13,
        samplingNoise: 2.2e-2,
        ddof: 0,
      },
    ],
  },
  mismatches: [calm()],
  conditioning: conditioningOfScales(null),
});

/** The test split was normalized with its own statistics. */
export const own = reportOf({
  features: 8,
  featureNames: names,
  verdict: 'wrong',
  sentence: '`X_test` was normalized with its own mean and standard deviation.',
  advice:
    'Use the μ and σ of the training split for all splits, so that the network sees the same transformation.',
  splits: [splitReport(8, { ...train, look: exact }), splitReport(8, { ...test, look: exact })],
  provenance: {
    whose: 'own',
    recovered: false,
    sentence: '`X_test` was normalized with its own mean and standard deviation.',
    remedy: 'Use the μ and σ of `X_train` for `X_test`.',
    splits: [
      {
        split: 'X_train',
        whose: 'training',
        residuals: { training: 2.2e-15, own: 2.2e-15, pooled: 0.011 },
        roundOff: 4e-13,
        samplingNoise: 7.8e-3,
        ddof: 0,
      },
      {
        split: 'X_test',
        whose: 'own',
        residuals: { training: 0.034, own: 0, pooled: 0.011 },
        roundOff: 4e-13,
        samplingNoise: 2.2e-2,
        ddof: 0,
      },
    ],
  },
  mismatches: [calm()],
  conditioning: conditioningOfScales(null),
  culprit: { file, line: 21, column: 10, endLine: 21, endColumn: 51, function: 'load_data' },
});

const rawLook = (j: number): FeatureLook => ({
  mean: housing[j]![1],
  deviation: housing[j]![2],
  shape: j === 4 || j === 5 ? 'skewed' : j === 7 ? 'two-humped' : 'normal',
  missing: j === 3 ? 207 : 0,
});
const shifted = (j: number, by: number): FeatureLook => {
  const look = rawLook(j);
  return {
    ...look,
    mean: look.mean + by * ((j % 3) - 1) * look.deviation,
    deviation: look.deviation * (1 + by * (j % 2)),
    missing: 0,
  };
};

/** Not normalized at all, three splits, and the splits differ. */
export const raw = reportOf(
  {
    features: 8,
    featureNames: names,
    verdict: 'suspicious',
    sentence: 'The inputs are not normalized.',
    advice:
      'Standard deviations differ by a factor of 2400 between features: normalizing is crucial here. Subtract the μ of the training split from every split and divide by its σ.',
    splits: [
      splitReport(8, { ...train, look: rawLook }),
      splitReport(8, { ...dev, look: (j) => shifted(j, 0.08) }),
      splitReport(8, { ...test, look: (j) => shifted(j, 0.5) }),
    ],
    overall: {
      kind: 'not-normalized',
      by: null,
      counts: normalizationKinds.map((one) => (one === 'not-normalized' ? 8 : 0)),
      spread: 2388,
      severity: 'severe',
    },
    worstFirst: Uint32Array.of(4, 3, 5, 1, 2, 6, 7, 0),
    provenance: {
      whose: 'none',
      recovered: false,
      sentence: 'No split was normalized.',
      remedy: '',
      splits: ['X_train', 'X_dev', 'X_test'].map((split, i) => ({
        split,
        whose: 'none' as const,
        residuals: { training: 1424 + i, own: 1424 + i, pooled: 1420 + i },
        roundOff: 4e-13,
        samplingNoise: i === 0 ? 7.8e-3 : 2.2e-2,
        ddof: null,
      })),
    },
    mismatches: [
      { ...mismatchOf('X_dev', 8, (j) => [j % 3 === 1 ? 0.6 : 3e-4, 0.2, 0.4]), split: 'X_dev' },
      mismatchOf('X_test', 8, (j) => [j % 3 === 1 ? 0.6 : 1e-42, j % 2 === 1 ? 1e-30 : 0.8, 1e-9]),
    ],
    conditioning: conditioningOfScales(scales),
    warnings: [
      {
        code: 'missing',
        message: '`average_bedrooms` has 207 missing values in `X_train`; they were left out.',
        line: null,
      },
    ],
  },
  () => 'not-normalized',
);

/** A data file alone: one split, with a constant, a near-empty and an empty column. */
export const table = reportOf(
  {
    features: 8,
    file: '/home/ada/course/housing/housing, all <b>.csv',
    featureNames: [
      'median_income',
      'house_age',
      '🏠 rooms per "household"',
      'x'.repeat(90),
      'population',
      '<b>bold</b>',
      'constant',
      '',
    ],
    verdict: 'suspicious',
    sentence: 'Some inputs are not normalized.',
    advice: 'The column `constant` never varies: leave it out.',
    view: { orientation: 'examples-first', channelAxis: null },
    viewFrom: 'file format',
    otherOrientation: null,
    splits: [
      splitReport(8, {
        name: 'housing',
        role: 'all',
        examples: 20_640,
        dtype: 'text',
        file: '/home/ada/course/housing/housing, all <b>.csv',
        look: (j) =>
          j === 6
            ? { mean: 1, deviation: 0 }
            : j === 7
              ? { mean: 0, deviation: 0, empty: true }
              : { ...rawLook(j), infinite: j === 4 ? 3 : 0 },
      }),
    ],
    conditioning: null,
    warnings: [
      {
        code: 'text-column',
        message: 'The column `ocean_proximity` holds text and was left out.',
        line: null,
      },
    ],
  },
  (j) => (j === 6 ? 'constant' : j === 7 ? 'empty' : j % 2 === 0 ? 'not-normalized' : 'centred'),
);

/** As many features as images have pixels and channels, or a hundred thousand. */
export function wide(features: number): NormalizationReport {
  const random = seeded(3);
  const means = Float64Array.from({ length: features }, () => 0.5 + 0.2 * (random() - 0.5));
  const look = (j: number): FeatureLook => ({
    mean: means[j]!,
    deviation: 0.2 + 0.1 * ((j % 7) / 7),
    shape: j % 5 === 0 ? 'uniform' : 'normal',
  });
  return reportOf(
    {
      features,
      verdict: 'suspicious',
      sentence: 'The inputs are divided by 255, not centred.',
      advice: 'Standard deviations are alike, so this is harmless; subtracting the mean still helps.',
      view: { orientation: 'examples-first', channelAxis: null },
      viewFrom: 'labels',
      channelAxes: [3],
      splits: [
        splitReport(features, { ...train, look, dtype: 'uint8' }, 60),
        splitReport(
          features,
          {
            ...test,
            dtype: 'uint8',
            look: (j) => ({ ...look(j), mean: means[j]! + (j % 100 === 0 ? 0.1 : 0.001) }),
          },
          60,
        ),
      ],
      overall: {
        kind: 'divided',
        by: '255',
        counts: normalizationKinds.map((one) => (one === 'divided' ? features : 0)),
        spread: 1.5,
        severity: 'none',
      },
      mismatches: [
        mismatchOf('X_test', features, (j) =>
          j % 100 === 0 ? [1e-12 * (1 + j), 0.5, 0.01 + j / features] : [0.5, 0.7, 0.9],
        ),
      ],
    },
    () => 'divided',
  );
}
