import assert from 'node:assert/strict';
import { coverageSentences } from '../../../src/report/coverage';
import { stepSweepTable } from '../../../src/report/stepSweep';
import { reportToText } from '../../../src/report/text';
import { tensorReport, checkReport, report } from '../media/reports';

const stepSweep = {
  steps: [1e-1, 1e-3, 1e-5],
  curves: [
    { scheme: 'forward', errors: [1e-1, 1e-3, 1e-5] },
    { scheme: 'central', errors: [1e-2, 1e-6, NaN] },
    { scheme: 'richardson', errors: [1e-4, 1e-12, 0] },
  ],
  reference: 2,
  referenceError: 1e-11,
  rounding: [1e-15, 1e-13, 1e-11],
  chosen: 1e-3,
} as const;

describe('the error of a derivative for each step, as text', () => {
  it('has a row for each step, marks the one that was chosen, and hides what is below the error of the reference', () => {
    const [head, ...rows] = stepSweepTable({ stepSweep }, '  ');
    assert.match(head!, /ε +one-sided +two-sided +Richardson +rounding/);
    assert.equal(rows.length, 3);
    assert.match(rows[0]!, /^ +10⁻¹ +1\.0 × 10⁻¹ +1\.0 × 10⁻²/);
    assert.match(rows[1]!, /10⁻³.*< 1\.0 × 10⁻¹¹.*← chosen$/);
    assert.match(rows[2]!, / – /);
    assert.equal(rows.filter((row) => row.includes('chosen')).length, 1);
  });

  it('names a step that lies between the rows, and says nothing without a sweep', () => {
    const lines = stepSweepTable({ stepSweep: { ...stepSweep, chosen: 3e-4 } }, '  ');
    assert.match(lines.at(-1)!, /used ε = 3\.0 × 10⁻⁴/);
    assert.deepEqual(stepSweepTable({ stepSweep: null }, '  '), []);
  });

  it('stands below the report only on demand', () => {
    const tensor = { ...tensorReport({ name: 'W', shape: [2] }), stepSweep };
    const one = report(checkReport([tensor]));
    assert.ok(!reportToText(one).includes('each step'));
    assert.match(reportToText(one, undefined, { steps: true }), /dW: error of a derivative for each step ε/);
  });
});

describe('what was not checked one by one, as text', () => {
  const block = { from: [0], to: [2], low: 0, high: 1e-9, finding: 'agrees' } as const;
  const coverage = {
    checked: [],
    blocks: [block],
    dense: false,
    complete: true,
    relativeDifference: { low: 0, high: 1e-9 },
  } as const;
  const tensor = tensorReport({ name: 'W', shape: [300, 2] });

  it('tells one bound for all that are right', () => {
    const right = { ...tensor, coverage, interval: { low: 0, high: 1e-9 } };
    const other = { ...right, gradientName: 'dV', interval: { low: 1e-11, high: 3e-10 } };
    assert.deepEqual(coverageSentences({ tensors: [right, other] }), [
      'dW, dV: checked as a whole along random directions; relative differences are at most 1.0 × 10⁻⁹ (95%).',
    ]);
  });

  it('tells the interval of a wrong one, and what is not known', () => {
    const blocks = [
      block,
      { ...block, from: [2], to: [4], low: 0.5, high: 2, finding: 'disagrees' as const },
    ];
    const wrong = {
      ...tensor,
      verdict: 'wrong' as const,
      coverage: { ...coverage, blocks, checked: [5, 7], complete: false },
      interval: { low: 0.001, high: 0.01 },
    };
    assert.deepEqual(coverageSentences({ tensors: [wrong] }), [
      'dW: 600 components in 2 blocks, 2 of them one by one; relative difference between 1.0 × 10⁻³ and 1.0 × 10⁻². ' +
        'The budget ended the search: give more with --budget.',
    ]);
    const exact = {
      ...wrong,
      interval: { low: 0.001, high: 0.00100001 },
      coverage: { ...coverage, dense: true },
    };
    assert.deepEqual(coverageSentences({ tensors: [exact] }), [
      'dW: 600 components as a whole; relative difference 1.0 × 10⁻³. Wrong components were only sampled.',
    ]);
  });

  it('says nothing of tensors that were checked one by one', () => {
    assert.deepEqual(coverageSentences({ tensors: [tensor] }), []);
  });
});
