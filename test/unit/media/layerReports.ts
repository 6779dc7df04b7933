import type { CheckReport, Report } from '../../../src/protocol/report';
import { checkReport, report, tensorReport } from './reports';

/** Reports of files with a check for each layer. */

const file = '/home/ada/course/week2/layers.py';

function layer(check: CheckReport, subject: string, changes: Partial<CheckReport> = {}): CheckReport {
  const tensors = check.tensors.map((tensor) => ({
    ...tensor,
    location: tensor.location && { ...tensor.location, file, function: `${subject}_backward` },
  }));
  return { ...check, subject, tensors, ...changes };
}

const affine = layer(
  checkReport([
    tensorReport({ name: 'x', shape: [5, 4], line: 15 }),
    tensorReport({ name: 'w', shape: [4, 3], line: 16 }, 2),
    tensorReport({ name: 'b', shape: [3], line: 17 }, 3),
  ]),
  'affine',
);

const relu = layer(
  checkReport(
    [
      tensorReport({
        name: 'x',
        shape: [5, 4],
        line: 28,
        spoil: (value, i) => (i % 3 === 0 ? 0 : value),
        reason: 'is wrong in 7 of 20 components: [0, 3] is 0, should be −1.53',
      }),
    ],
    { reason: 'dx is wrong in 7 of 20 components: [0, 3] is 0, should be −1.53.' },
  ),
  'relu',
  {
    diagnoses: [
      {
        tensor: 'x',
        kind: 'unexplained',
        factor: null,
        explanation: 'dx is wrong in 7 of 20 components: [0, 3] is 0, should be −1.53.',
        location: { file, line: 28, column: 11, endLine: 28, endColumn: 36, function: 'relu_backward' },
      },
    ],
  },
);

const reversal = layer(
  checkReport(
    [
      {
        ...tensorReport({
          name: 'x',
          shape: [5, 4],
          line: 40,
          factor: -1,
          reason: 'has the wrong sign: it is −1 × the true gradient',
        }),
        expected: 'gradient reversal',
      },
    ],
    {
      reason: 'dx has the wrong sign: it is −1 × the true gradient. As declared: gradient reversal.',
      expected: true,
    },
  ),
  'reversal',
);

const lstm: CheckReport = {
  ...checkReport([]),
  subject: 'lstm',
  verdict: 'inconclusive',
  reason: 'lstm was not checked: no arguments were found that `lstm_forward` accepts.',
  relativeDifference: NaN,
  noise: NaN,
  cost: NaN,
  evaluations: 0,
  seconds: 0,
};

function fileOf(checks: readonly CheckReport[], changes: Partial<Report> = {}): Report {
  const lines: Readonly<Record<string, number>> = { affine: 13, relu: 26, reversal: 38 };
  return report(checks[0]!, {
    file,
    checks,
    readings: ['affine_forward → affine_backward'],
    binding: checks.flatMap(({ subject, tensors }) =>
      tensors.length === 0
        ? []
        : [
            {
              role: 'forward',
              name: `${subject}_forward`,
              line: lines[subject]! - 6,
              how: 'by its name',
              subject,
            },
            {
              role: 'gradients',
              name: `${subject}_backward`,
              line: lines[subject]!,
              how: 'by its name',
              subject,
            },
            { role: 'argument', name: 'x', line: null, how: 'made: (5, 4) normal', subject },
          ],
    ),
    warnings: [],
    ...changes,
  });
}

/** One wrong, one that could not be called, one wrong as declared, one right. */
export const layers = fileOf([affine, relu, lstm, reversal], { verdict: 'wrong' });

export const rightLayers = fileOf([affine, layer(affine, 'relu')], { verdict: 'correct' });

/** Wrong only as declared. */
export const declaredLayers = fileOf([affine, reversal], { verdict: 'correct' });

/** A file with one layer that is wrong as declared. */
export const declaredOnly = fileOf([reversal], { verdict: 'correct' });
