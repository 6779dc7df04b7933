import assert from 'node:assert/strict';
import path from 'node:path';
import type { CheckReport, Report } from '../../../src/protocol/report';
import { answerOfReport } from '../../../src/protocol/summary';
import type { CheckOptions } from '../../../src/workflow/options';
import { fixtures, needNumpy, report, root } from './checking';

/** The practice rules of gradient checking: penalties, dropout, and checks at more than one point. */

const checked = (name: string, options: Partial<CheckOptions> = {}): Promise<Report> =>
  report(path.join(fixtures, 'practice', name), options);
const verdicts = ({ checks }: Report) => checks.map(({ verdict }) => verdict);
const gradients = ({ tensors }: CheckReport) =>
  Object.fromEntries(tensors.map(({ gradientName, verdict }) => [gradientName, verdict]));
const dropoutNotes = ({ warnings }: Report) =>
  warnings.filter(({ code }) => code === 'dropout').map(({ message }) => message);

describe('regularization that cost and gradient do not share', function () {
  this.timeout(60_000);
  before(needNumpy);

  const weightsWrong = { dW1: 'wrong', db1: 'correct', dW2: 'wrong', db2: 'correct' };
  const cases = [
    [
      'l2_omitted.py',
      weightsWrong,
      'dW1 and dW2 leave out the L2 penalty of the cost: they lack 0.07 × W (λ/m).',
    ],
    [
      'l2_gradient_only.py',
      weightsWrong,
      'dW1 and dW2 hold 0.07 × W (λ/m) more than the cost has: take it out of the gradient, or add λ/2m·Σ W² to the cost.',
    ],
    [
      'lambda_without_m.py',
      weightsWrong,
      'dW1 and dW2 take λ × W for the L2 penalty, where the cost has λ/m: 0.7 instead of 0.07.',
    ],
    [
      'biases_in_cost.py',
      { dW1: 'correct', db1: 'wrong', dW2: 'correct', db2: 'wrong' },
      'db1 and db2 leave out the L2 penalty of the cost: they lack 0.07 × b (λ/m).',
    ],
    [
      'l1_omitted.py',
      weightsWrong,
      'dW1 and dW2 leave out the L1 penalty of the cost: they lack 0.07 × sign(W) (λ/m).',
    ],
  ] as const;
  for (const [file, wrong, sentence] of cases)
    it(`is named: ${file}`, async () => {
      const { verdict, checks } = await checked(file);
      assert.equal(verdict, 'wrong');
      const [check] = checks;
      assert.deepEqual(gradients(check!), wrong);
      assert.ok(check!.reason.includes(sentence), check!.reason);
      assert.deepEqual(
        check!.diagnoses.map(({ tensor, kind, explanation }) => ({ tensor, kind, explanation })),
        [{ tensor: null, kind: 'regularization', explanation: sentence }],
      );
      const first = check!.tensors.find((tensor) => tensor.verdict === 'wrong')!;
      assert.equal(check!.diagnoses[0]!.location!.line, first.location!.line);
    });

  it('is named in TypeScript, of one gradient', async () => {
    const { checks } = await checked('l2_omitted.ts');
    assert.deepEqual(gradients(checks[0]!), { dw: 'wrong', db: 'correct' });
    assert.match(checks[0]!.reason, /dw leaves out the L2 penalty of the cost.*it lacks 0\.4 × w \(λ\)/);
    assert.equal(checks[0]!.diagnoses[0]!.tensor, 'w');
    assert.equal(checks[0]!.diagnoses[0]!.kind, 'regularization');
  });

  for (const file of ['l2_right.py', 'l1_right.py'])
    it(`is no matter where both have it: ${file}`, async () => {
      const { verdict, checks } = await checked(file);
      assert.equal(verdict, 'correct');
      assert.deepEqual(checks[0]!.diagnoses, []);
    });
});

describe('dropout', function () {
  this.timeout(60_000);
  before(needNumpy);

  for (const [file, setting] of [
    ['dropout_course.py', '`keep_prob` was set to 1'],
    ['dropout_rate.py', '`DROPOUT_RATE` was set to 0'],
    ['dropout_class.py', '`p` was set to 0'],
    ['dropout_p.py', '`p` was set to 1'],
    ['dropout_called_rate.py', '`rate` was set to 0'],
    ['dropout_prob.py', '`prob` was set to 1'],
    ['dropout.mjs', '`keepProb` was set to 1'],
  ] as const)
    it(`keeps every unit for the check: ${file}`, async () => {
      const found = await checked(file);
      assert.equal(found.verdict, 'correct');
      assert.deepEqual(dropoutNotes(found), [`${setting} for the check: dropout makes the cost random.`]);
      assert.ok(!found.warnings.some(({ code }) => code === 'reseeded'));
    });

  for (const [file, name] of [
    ['dropout_keep_last.py', 'keep_prob'],
    ['dropout_keep_probs.py', 'keep_probs'],
    ['dropout_p_drop.py', 'p_drop'],
    ['dropout_default.py', 'dropout'],
  ] as const)
    it(`is turned off by the argument, whatever its name and place: ${file}`, async () => {
      const found = await checked(file);
      assert.equal(found.verdict, 'correct');
      assert.deepEqual(dropoutNotes(found), [
        `Dropout was turned off for the check: \`${name}\` was set to keep every unit.`,
      ]);
    });

  it('stays on where its backward pass works only so, with seeds', async () => {
    const found = await checked('dropout_mask_needed.py');
    assert.equal(found.verdict, 'correct');
    assert.deepEqual(dropoutNotes(found), []);
    assert.ok(found.warnings.some(({ code }) => code === 'reseeded'));
  });

  it('draws the mask of the cost again in a backward pass that runs the forward pass itself', async () => {
    const found = await checked('dropout_run_again.py');
    assert.equal(found.verdict, 'correct');
    assert.ok(found.warnings.some(({ code }) => code === 'reseeded'));
  });

  for (const file of ['dropout_nameless.py', 'dropout_p_required.py'])
    it(`is seeded where no name tells how to turn it off: ${file}`, async () => {
      const found = await checked(file);
      assert.equal(found.verdict, 'correct');
      assert.deepEqual(dropoutNotes(found), []);
      assert.ok(found.warnings.some(({ code }) => code === 'reseeded'));
    });

  it('that nothing helps against cannot be told, and its line is named', async () => {
    const found = await checked('noise_unhelped.py');
    assert.equal(found.verdict, 'inconclusive');
    assert.match(found.checks[0]!.reason, /The cost is random: .* from line 12 on\./);
  });
});

describe('a check at more than one point', function () {
  this.timeout(60_000);
  before(needNumpy);
  const everywhere = { afterSteps: 10, timesParameters: 10 };

  it('finds after some steps what zeros hide at the start', async () => {
    const found = await checked('zero_start.py', { afterSteps: 10 });
    assert.deepEqual(verdicts(found), ['correct', 'wrong']);
    const { at } = found.checks[1]!;
    assert.ok(at.kind === 'trained');
    assert.equal(at.steps, 10);
    assert.ok(at.learningRate > 0 && at.costAfter < at.costBefore);
    assert.equal(at.costBefore, found.checks[0]!.cost);
    assert.equal(at.costAfter, found.checks[1]!.cost);
    assert.equal(found.verdict, 'wrong');
    assert.match(
      answerOfReport(found).text,
      /^Right at the start; after 10 steps 2 of 4 gradients are wrong\. dW1 and dW2 hold 0\.14 × W/,
    );
  });

  it('follows the update of the file itself', async () => {
    const found = await checked('update_l2.py', { afterSteps: 2 });
    assert.deepEqual(verdicts(found), ['correct', 'wrong']);
    assert.match(
      found.checks[1]!.reason,
      /dw leaves out the L2 penalty of the cost: it lacks 0\.1 × w \(λ\/m\)/,
    );
  });

  it('is right everywhere for a right class, and lists how it was read once', async () => {
    const found = await checked('class_right.py', everywhere);
    assert.deepEqual(verdicts(found), ['correct', 'correct', 'correct']);
    assert.deepEqual(
      found.checks.map(({ at }) => at.kind),
      ['start', 'trained', 'scaled'],
    );
    assert.equal(found.binding.filter(({ role }) => role === 'gradients').length, 1);
    assert.equal(
      answerOfReport(found).text,
      'Right at the start, after 10 steps and at 10 × the parameters.',
    );
  });

  it('cannot tell where the cost is not finite, and names the line', async () => {
    const found = await checked('logistic_overflow.py', everywhere);
    assert.deepEqual(verdicts(found), ['correct', 'correct', 'inconclusive']);
    assert.equal(
      answerOfReport(found).text,
      'Right at the start and after 10 steps; the cost is not finite at 10 × the parameters: it is numerically unstable (line 13).',
    );
  });

  it('does not accuse code whose cost saturates', async () => {
    for (const file of ['l2_right.py', 'l1_right.py']) {
      const found = await checked(file, everywhere);
      assert.deepEqual(verdicts(found).slice(0, 2), ['correct', 'correct']);
      assert.notEqual(found.checks[2]!.verdict, 'wrong');
    }
  });

  it('says why there is none after steps that do not lower the cost', async () => {
    const found = await checked('uphill.py', everywhere);
    assert.deepEqual(
      found.checks.map(({ at, verdict }) => [at.kind, verdict]),
      [
        ['start', 'wrong'],
        ['scaled', 'wrong'],
      ],
    );
    const [note] = found.warnings.filter(({ code }) => code === 'no-later-check');
    assert.match(note!.message, /no check after 10 steps: no step against the gradients lowers the cost/);
  });

  it('descends no cost that was made for a layer, which has no minimum', async () => {
    const found = await report(path.join(root, 'examples', 'python', 'layers.py'), everywhere);
    assert.equal(found.verdict, 'correct');
    assert.deepEqual(new Set(found.checks.map(({ at }) => at.kind)), new Set(['start', 'scaled']));
  });

  it('is made once only where nothing else is asked', async () => {
    const found = await checked('class_right.py');
    assert.deepEqual(
      found.checks.map(({ at }) => at),
      [{ kind: 'start' }],
    );
  });

  it('works in TypeScript', async () => {
    const found = await checked('l2_omitted.ts', everywhere);
    assert.deepEqual(verdicts(found), ['wrong', 'wrong', 'wrong']);
    for (const { diagnoses } of found.checks) assert.equal(diagnoses[0]!.kind, 'regularization');
  });
});
