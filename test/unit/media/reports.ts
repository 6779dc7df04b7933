import { type Verdict, worst } from '../../../src/core/gradient/verdict';
import type { Coverage } from '../../../src/core/gradient/coverage';
import type { StepSweep } from '../../../src/core/gradient/stepSweep';
import type { CheckReport, Report, TensorReport } from '../../../src/protocol/report';

/** Reports as a check would make them, for tests of the panel and its pictures. Deterministic. */

export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const file = '/home/ada/course/week5/model.py';
const place = (line: number) => ({
  file,
  line,
  column: 11,
  endLine: line,
  endColumn: 36,
  function: 'backward_propagation',
});

interface TensorOptions {
  readonly name: string;
  readonly shape: readonly number[];
  readonly line?: number;
  readonly scale?: number;
  readonly noise?: number;
  readonly resolution?: number;
  readonly verdict?: Verdict;
  readonly reason?: string;
  readonly factor?: number;
  /** Row-major position → value put there by a mistaken backward pass. */
  readonly spoil?: (value: number, index: number) => number;
  readonly kinks?: readonly number[];
  readonly sweep?: StepSweep;
  /** What a check by blocks knows; the numerical gradient is NaN elsewhere. */
  readonly coverage?: Coverage;
}

/** A tensor whose numerical gradient is normal, and whose computed one is spoiled as asked. */
export function tensorReport(options: TensorOptions, seed = 1): TensorReport {
  const { name, shape, scale = 0.1, noise = 3e-11, resolution = 8e-10 } = options;
  const random = seeded(seed * 7919 + name.length * 31 + name.charCodeAt(name.length - 1));
  const size = shape.reduce((product, length) => product * length, 1);
  const numerical = Float64Array.from({ length: size }, () => scale * normal(random));
  const computed = numerical.map((value, i) => {
    const right = value + scale * noise * normal(random);
    return (options.spoil?.(right, i) ?? right) * (options.factor ?? 1);
  });
  const kinks = new Set(options.kinks ?? []);
  let [error, own, other] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    if (!kinks.has(i)) error += (computed[i]! - numerical[i]!) ** 2;
    own += computed[i]! ** 2;
    other += numerical[i]! ** 2;
  }
  const norm = Math.sqrt(own) + Math.sqrt(other);
  const off = [...computed.keys()]
    .filter(
      (i) =>
        !kinks.has(i) &&
        options.coverage?.checked.includes(i) !== false &&
        !(Math.abs(computed[i]! - numerical[i]!) < 1e-6 * Math.abs(numerical[i]!)),
    )
    .sort((a, b) => Math.abs(computed[b]! - numerical[b]!) - Math.abs(computed[a]! - numerical[a]!));
  const d = Math.sqrt(error) / norm;
  if (options.coverage) {
    const checked = new Set(options.coverage.checked);
    for (let i = 0; i < size; i++) if (!checked.has(i)) numerical[i] = NaN;
  }
  const verdict = options.verdict ?? (d <= 1e-7 ? 'correct' : 'wrong');
  const wrong = verdict === 'correct' ? [] : off;
  return {
    name,
    gradientName: `d${name}`,
    shape,
    verdict,
    reason: options.reason ?? `is right to ${d.toExponential(1)}`,
    relativeDifference: d,
    interval: options.coverage?.relativeDifference ?? {
      low: Math.max(0, d - resolution),
      high: d + resolution,
    },
    resolution,
    step: 1e-5,
    stepSweep: options.sweep ?? null,
    coverage: options.coverage ?? null,
    kinks: kinks.size,
    location: place(options.line ?? 30),
    expected: null,
    mismatched: {
      count: wrong.length,
      exact: !options.coverage,
      components: wrong
        .slice(0, 1000)
        .map((i) => ({ index: indexOf(i, shape), computed: computed[i]!, numerical: numerical[i]! })),
    },
    factor: options.factor ?? null,
    arrays: { computed, numerical, kinkIndices: [...kinks] },
  };
}

function indexOf(flat: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  return index;
}

export function checkReport(
  tensors: readonly TensorReport[],
  changes: Partial<CheckReport> = {},
): CheckReport {
  const count = tensors.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return {
    subject: 'model',
    at: { kind: 'start' },
    verdict: worst(tensors.map(({ verdict }) => verdict)),
    expected: false,
    reason: `All ${tensors.length} gradients are right. The largest relative difference is 2.1 × 10⁻¹⁰.`,
    relativeDifference: Math.max(...tensors.map(({ relativeDifference }) => relativeDifference)) * 0.8,
    parameterCount: count,
    method: 'exhaustive',
    scheme: 'central',
    evaluations: 2 * count + 34,
    seconds: 0.183,
    noise: 1.4e-16,
    cost: 0.693147,
    tensors,
    diagnoses: [],
    ...changes,
  };
}

export function report(check: CheckReport, changes: Partial<Report> = {}): Report {
  return {
    schemaVersion: 1,
    tool: { name: 'gradient-lens', version: '0.1.0' },
    file,
    verdict: check.verdict,
    seed: 1,
    binding: [
      { role: 'parameters', name: 'initialize_parameters', line: 8, how: 'by name; called with layer_dims' },
      { role: 'forward', name: 'forward_propagation', line: 16, how: 'by name; called with X, parameters' },
      { role: 'cost', name: 'compute_cost', line: 24, how: 'by name; called with A2, Y' },
      {
        role: 'gradients',
        name: 'backward_propagation',
        line: 31,
        how: 'by name; called with parameters, cache, X, Y',
      },
      { role: 'inputs', name: 'X', line: null, how: 'made: 10 normal examples of 4 features' },
      { role: 'labels', name: 'Y', line: null, how: 'made: 0 or 1' },
    ],
    readings: ['backward_propagation', 'class Network'],
    checks: [check],
    warnings: [
      { code: 'left-out', message: 'Lines 52 to 60 train the network and were not run.', line: 52 },
      { code: 'promoted', message: 'W1 and W2 are float32 and were checked in float64.', line: null },
    ],
    ...changes,
  };
}

/** Two-layer network of a course, everything right. */
export const right = report(
  checkReport([
    tensorReport({ name: 'W1', shape: [5, 4], line: 37 }),
    tensorReport({ name: 'b1', shape: [5, 1], line: 38 }, 2),
    tensorReport({ name: 'W2', shape: [3, 5], line: 35 }, 3),
    tensorReport({ name: 'b2', shape: [3, 1], line: 36 }, 4),
  ]),
  { warnings: [], readings: ['backward_propagation'] },
);

/** W2 three times and b1 five times too large. */
export const twoWrong = report(
  checkReport(
    [
      tensorReport({ name: 'W1', shape: [5, 4], line: 37 }),
      tensorReport({ name: 'b1', shape: [5, 1], line: 38, factor: 5, reason: 'is 5 × the true gradient' }, 2),
      tensorReport({ name: 'W2', shape: [3, 5], line: 35, factor: 3, reason: 'is 3 × the true gradient' }, 3),
      tensorReport({ name: 'b2', shape: [3, 1], line: 36 }, 4),
      tensorReport({ name: 'W3', shape: [1, 3], line: 33 }, 5),
      tensorReport({ name: 'b3', shape: [1, 1], line: 34 }, 6),
    ],
    {
      reason:
        '2 of 6 gradients are wrong. db1 is 5 × the true gradient. dW2 is 3 × the true gradient. The other 4 are right to 2.1 × 10⁻¹⁰.',
      relativeDifference: 0.4031,
    },
  ),
);

/** One entry of a 30 × 20 matrix has the wrong sign. */
export const singleEntry = report(
  checkReport(
    [
      tensorReport({
        name: 'W1',
        shape: [30, 20],
        line: 37,
        spoil: (value, i) => (i === 227 ? -value : value),
        reason: 'is wrong in 1 of 600 components: [11, 7] is −0.0657, should be 0.0657',
        sweep: stepSweep(),
      }),
      tensorReport({ name: 'b1', shape: [30, 1], line: 38 }, 2),
      tensorReport({ name: 'W2', shape: [1, 30], line: 35 }, 3),
      tensorReport({ name: 'b2', shape: [1, 1], line: 36 }, 4),
    ],
    {
      reason:
        '1 of 4 gradients is wrong. dW1 is wrong in 1 of 600 components: [11, 7] is −0.0657, should be 0.0657. The other 3 are right to 2.1 × 10⁻¹⁰.',
    },
  ),
);

/** Twelve layers, 24 tensors, one of them forgotten in the chain rule. */
export const deep = report(
  checkReport(
    Array.from({ length: 24 }, (_, i) => {
      const layer = 1 + Math.floor(i / 2);
      const options = {
        name: `${i % 2 === 0 ? 'W' : 'b'}${layer}`,
        shape: i % 2 === 0 ? [24, 24] : [24, 1],
        line: 40 + i,
        noise: 10 ** (-11 + 1.5 * ((i * 7) % 5) * 0.25),
        resolution: 10 ** (-10 + ((i * 5) % 7) * 0.2),
      };
      if (i !== 8) return tensorReport(options, i + 1);
      const spoil = (value: number, at: number) => (at % 24 < 12 ? value : 0);
      return tensorReport(
        { ...options, spoil, reason: 'is wrong in 288 of 576 components: [3, 17] is 0, should be 0.291' },
        9,
      );
    }),
    {
      reason:
        '1 of 24 gradients is wrong. dW5 is wrong in 288 of 576 components: [3, 17] is 0, should be 0.291. The other 23 are right to 1.7 × 10⁻⁹.',
      seconds: 14.2,
    },
  ),
);

/** A cost too noisy to decide on, and one tensor in between. */
export const inconclusive = report(
  checkReport(
    [
      tensorReport({
        name: 'W1',
        shape: [8, 6],
        noise: 4e-5,
        resolution: 6e-5,
        verdict: 'inconclusive',
        reason: 'cannot be told: differences below 1.8 × 10⁻⁴ are lost in the rounding of the cost',
      }),
      tensorReport(
        {
          name: 'b1',
          shape: [8],
          noise: 6e-6,
          resolution: 2e-6,
          verdict: 'suspicious',
          reason: 'is off by 6.2 × 10⁻⁶: more than rounding explains, less than a plain error',
        },
        2,
      ),
      tensorReport({ name: 'W2', shape: [1, 8], noise: 1e-9, resolution: 3e-8 }, 3),
      {
        ...tensorReport({ name: 'b2', shape: [1] }, 4),
        relativeDifference: 0,
        interval: { low: 0, high: 0 },
        reason: 'is right: no difference',
      },
    ],
    {
      reason:
        '1 of 4 gradients cannot be told. dW1 cannot be told: differences below 1.8 × 10⁻⁴ are lost in the rounding of the cost. db1 is off by 6.2 × 10⁻⁶: more than rounding explains, less than a plain error. The other 2 are right to 1.3 × 10⁻⁹.',
      noise: 2.3e-8,
    },
  ),
);

/** A dead unit on its kink; every gradient m times too large; a gradient that is not finite. */
export const kinked = report(
  checkReport(
    [
      tensorReport({
        name: 'W1',
        shape: [6, 8],
        kinks: [8, 9, 10, 11, 12, 13, 14, 15],
        spoil: (value, i) => (i >= 8 && i < 16 ? 0 : value),
        reason: 'is right; 8 components at a kink, where the cost has no derivative',
      }),
      tensorReport({ name: 'b1', shape: [6, 1] }, 2),
      tensorReport({ name: 'W2', shape: [1, 6] }, 3),
    ],
    { reason: 'All 3 gradients are right. The largest relative difference is 2.1 × 10⁻¹⁰.' },
  ),
);

export const notFinite = report(
  checkReport(
    [
      tensorReport({
        name: 'W1',
        shape: [6, 8],
        spoil: (value, i) => (i === 19 ? NaN : value),
        verdict: 'wrong',
        reason: 'holds 1 value that is not finite',
      }),
      tensorReport({ name: 'kernel', shape: [4, 3, 3, 8], factor: 10 }, 2),
    ],
    {
      reason:
        'Every gradient is m = 10 × the true gradient. The cost is a mean over the examples where the gradient is a sum: divide the gradient by m.',
      diagnoses: [
        {
          tensor: null,
          kind: 'normalization',
          factor: 10,
          explanation: 'dZ2 starts the sum: divide it by m where it is made.',
          location: place(33),
        },
      ],
    },
  ),
);

/** A thousand by a thousand. */
export const large = (): Report =>
  report(
    checkReport([
      tensorReport({
        name: 'W1',
        shape: [1000, 1000],
        noise: 3e-14,
        spoil: (value, i) => (i === 123_456 ? 2 * value : value),
        reason: 'is wrong in 1 of 1 000 000 components: [123, 456] is −0.0627, should be −0.0313',
      }),
      tensorReport({ name: 'b1', shape: [1000, 1] }, 2),
    ]),
  );

/**
 * The sweep that a smooth cost gives, J = exp(θ) say: errors ε/2, ε²/6 and ε⁴/480 of the derivative, and rounding above them.
 */
export function stepSweep(changes: Partial<StepSweep> = {}): StepSweep {
  const random = seeded(17);
  const steps = Array.from({ length: 12 }, (_, i) => 10 ** -(i + 1));
  const noise = 2e-16;
  const rounding = steps.map((step) => noise / step);
  const errors = (truncation: (step: number) => number, size = 1) =>
    steps.map((step, i) => truncation(step) + size * rounding[i]! * (0.2 + random()));
  return {
    steps,
    curves: [
      { scheme: 'forward', errors: errors((step) => step / 2) },
      { scheme: 'central', errors: errors((step) => step ** 2 / 6) },
      { scheme: 'richardson', errors: errors((step) => step ** 4 / 480, 1.5) },
      { scheme: 'complex', errors: errors((step) => step ** 2 / 6, 0) },
    ],
    reference: 0.731,
    referenceError: 2.4e-12,
    rounding,
    chosen: 1e-5,
    ...changes,
  };
}

/** The first layer of a large network, checked by blocks: one entry wrong, one block that was not resolved. */
export const byBlocks = (): Report => {
  const half = { low: 0, high: 2.1e-9, finding: 'agrees' as const };
  const single = [...Array.from({ length: 63 }, (_, i) => 100_352 + 8 * 784 + 300 + i), 123_456];
  const all = (from: number[], to: number[]) => ({ from, to, ...half });
  return report(
    checkReport(
      [
        tensorReport({
          name: 'W1',
          shape: [256, 784],
          line: 37,
          spoil: (value, i) => (i === 123_456 ? value + 0.09 : value),
          verdict: 'wrong',
          reason: 'is wrong in at least 1 of 200\u202f704 components: [157, 368] is 0.121, should be 0.0313',
          sweep: stepSweep(),
          coverage: {
            checked: single.sort((a, b) => a - b),
            blocks: [
              all([0, 0], [128, 784]),
              all([128, 0], [192, 368]),
              { from: [128, 368], to: [192, 376], low: 0.08, high: 0.1, finding: 'disagrees' },
              all([128, 376], [192, 784]),
              all([192, 0], [256, 392]),
              { from: [192, 392], to: [256, 784], low: 0, high: Infinity, finding: 'unresolved' },
            ],
            dense: false,
            complete: false,
            relativeDifference: { low: 1.1e-3, high: 1.5e-3 },
          },
        }),
        tensorReport(
          {
            name: 'b1',
            shape: [256, 1],
            verdict: 'correct',
            reason: 'is right to 2.0 × 10⁻¹⁰',
            sweep: stepSweep(),
            coverage: {
              checked: [],
              blocks: [all([0, 0], [256, 1])],
              dense: false,
              complete: true,
              relativeDifference: { low: 0, high: 2e-10 },
            },
          },
          2,
        ),
        tensorReport(
          {
            name: 'kernel',
            shape: [16, 8, 3, 3],
            factor: 3,
            verdict: 'wrong',
            reason: 'is 3 × the true gradient',
            coverage: {
              checked: [0, 5, 100, 333, 700, 900, 1100],
              blocks: [
                {
                  from: [0, 0, 0, 0],
                  to: [16, 4, 3, 3],
                  low: 1.4,
                  high: 1.9,
                  finding: 'disagrees',
                },
                { from: [0, 4, 0, 0], to: [16, 8, 3, 3], low: 1.3, high: 1.8, finding: 'disagrees' },
              ],
              dense: true,
              complete: true,
              relativeDifference: { low: 0.47, high: 0.53 },
            },
          },
          3,
        ),
      ],
      {
        method: 'adaptive',
        evaluations: 1204,
        reason:
          '2 of 3 gradients are wrong. dkernel is 3 × the true gradient. dW1 is wrong in at least 1 of 200\u202f704 components. The other one is right to 2.0 × 10⁻¹⁰.',
      },
    ),
  );
};

/** Right at the start, wrong after training: a unit has become active whose gradient is forgotten. */
export const moments: Report = (() => {
  const tensors = (wrong: boolean) => [
    tensorReport({ name: 'W1', shape: [5, 4], line: 37, sweep: stepSweep() }),
    tensorReport({ name: 'b1', shape: [5, 1], line: 38, sweep: stepSweep() }, 2),
    tensorReport(
      {
        name: 'W2',
        shape: [3, 5],
        line: 35,
        sweep: stepSweep(),
        ...(wrong && {
          spoil: (value: number, i: number) => (i === 7 ? 0 : value),
          reason: 'is wrong in 1 of 15 components: [1, 2] is 0, should be 0.0657',
        }),
      },
      3,
    ),
    tensorReport({ name: 'b2', shape: [3, 1], line: 36, sweep: stepSweep() }, 4),
  ];
  const start = checkReport(tensors(false));
  const trained = checkReport(tensors(true), {
    at: { kind: 'trained', steps: 10, learningRate: 0.1, costBefore: 0.693147, costAfter: 0.412 },
    cost: 0.412,
    reason: '1 of 4 gradients is wrong. dW2 is wrong in 1 of 15 components: [1, 2] is 0, should be 0.0657.',
  });
  const scaled = checkReport(tensors(false), { at: { kind: 'scaled', factor: 10 }, cost: 14.2 });
  return { ...report(trained), checks: [start, trained, scaled] };
})();
