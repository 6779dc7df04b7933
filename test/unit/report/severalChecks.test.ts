import assert from 'node:assert/strict';
import { answerOf, headlineOf } from '../../../src/core/gradient/answer';
import type { Moment } from '../../../src/core/gradient/moment';
import type { Verdict } from '../../../src/core/gradient/verdict';
import { placeOfCheck } from '../../../src/protocol/summary';
import { columns } from '../../../src/report/layout';
import { reportToMarkdown } from '../../../src/report/markdown';
import { reportToText } from '../../../src/report/text';
import { declaredLayers, declaredOnly, layers, rightLayers } from '../media/layerReports';
import { twoWrong } from '../media/reports';

const check = (subject: string, verdict: Verdict, expected = false) => ({
  subject,
  at: { kind: 'start' } as Moment,
  verdict,
  expected,
  reason: `${subject}.`,
});
const textOf = (...checks: readonly ReturnType<typeof check>[]) => answerOf(checks, 'wrong').text;

describe('the answer for a file', () => {
  it('is that of its only check', () => {
    assert.equal(textOf(check('relu', 'wrong')), 'relu.');
  });

  it('counts and names the layers that are not right, the worst first', () => {
    assert.equal(textOf(check('a', 'correct'), check('b', 'correct')), 'Both layers are right.');
    assert.equal(
      textOf(check('a', 'correct'), check('b', 'wrong'), check('c', 'wrong'), check('d', 'correct')),
      '2 of 4 layers are wrong: b and c. The other 2 are right.',
    );
    assert.equal(
      textOf(check('a', 'inconclusive'), check('b', 'suspicious'), check('c', 'wrong', true)),
      '1 of 3 layers cannot be told: a. b deserves a careful look. c is wrong as declared.',
    );
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => check(name, 'wrong'));
    assert.equal(textOf(...many), '7 of 7 layers are wrong: a, b, c, d and 3 more.');
  });

  it('tells a model from its layers', () => {
    const model = (verdict: Verdict) => check('model', verdict);
    assert.equal(textOf(model('correct'), check('a', 'correct')), 'The model and the layer a are right.');
    assert.equal(textOf(model('wrong'), check('a', 'correct')), 'The model is wrong; the layer a is right.');
    assert.equal(
      textOf(model('correct'), check('a', 'wrong'), check('b', 'correct')),
      'The model is right; 1 of 2 layers is wrong: a. The other one is right.',
    );
  });

  it('has a first sentence for a headline', () => {
    assert.equal(
      headlineOf('1 of 2 layers is wrong: net.relu. The other one is right.'),
      '1 of 2 layers is wrong: net.relu',
    );
  });
});

describe('the answer for a model at several moments', () => {
  const trained: Moment = { kind: 'trained', steps: 10, learningRate: 0.1, costBefore: 2, costAfter: 1 };
  const scaled: Moment = { kind: 'scaled', factor: 10 };
  const at = (moment: Moment, verdict: Verdict, reason: string) => ({
    ...check('model', verdict),
    at: moment,
    reason,
  });
  const start = at({ kind: 'start' }, 'correct', 'Both gradients are right.');

  it('says where it is right', () => {
    const text = textOf(start, at(trained, 'correct', 'right'), at(scaled, 'correct', 'right'));
    assert.equal(text, 'Right at the start, after 10 steps and at 10 × the parameters.');
  });

  it('says what is wrong later, and where', () => {
    assert.equal(
      textOf(
        start,
        at(trained, 'wrong', 'Both gradients are wrong. dW is off.'),
        at(scaled, 'inconclusive', 'The cost is not finite at 10 × the parameters.'),
      ),
      'Right at the start; after 10 steps both gradients are wrong. dW is off. The cost is not finite at 10 × the parameters.',
    );
  });

  it('begins with the start where that is wrong already', () => {
    assert.equal(
      textOf(
        at({ kind: 'start' }, 'wrong', 'dW is off.'),
        at(trained, 'wrong', 'x'),
        at(scaled, 'correct', 'y'),
      ),
      'At the start dW is off. After 10 steps the model is wrong too. At 10 × the parameters the model is right.',
    );
  });

  it('takes the moments of a layer together', () => {
    const layer = { ...check('conv', 'wrong'), at: trained };
    assert.equal(
      textOf(check('conv', 'correct'), layer, check('relu', 'correct')),
      '1 of 2 layers is wrong: conv after 10 steps. The other one is right.',
    );
  });
});

describe('the text of several checks', () => {
  it('begins with the answer and a row for each, and has details only of those not right', () => {
    const text = reportToText(layers);
    assert.match(
      text,
      /^✗ 1 of 4 layers is wrong: relu\. lstm cannot be told\. reversal is wrong as\n {2}declared\./,
    );
    const rows = [
      'affine    ✓ correct',
      'relu      ✗ wrong',
      'lstm      \\? cannot tell',
      'reversal  ✗ as declared',
    ];
    for (const row of rows) assert.match(text, new RegExp(`^  ${row}`, 'm'));
    assert.doesNotMatch(text, /^✓/m);
    assert.match(text, /layers\.py, line 28: dx of relu is wrong/);
    assert.match(text, /^\? lstm was not checked: no arguments/m);
    assert.doesNotMatch(text, /affine_forward/);
    assert.ok(text.split('\n').every((line) => columns(line) <= 80));
  });

  it('is short where all is right', () => {
    const lines = reportToText(rightLayers).trimEnd().split('\n');
    assert.equal(lines[0], '✓ Both layers are right.');
    assert.equal(lines.length, 5);
  });

  it('does not hold against a file what it declares', () => {
    assert.match(reportToText(declaredLayers), /^✓ 1 of 2 layers is wrong as declared: reversal\./);
    const text = reportToText(declaredOnly);
    assert.match(text, /^✓ dx has the wrong sign/);
    assert.match(text, /✗ as declared/);
    assert.match(text, /As declared: gradient\s+reversal\./);
  });

  it('keeps numbers on one line', () => {
    const text = reportToText(twoWrong);
    assert.doesNotMatch(text, /×$/m);
    assert.doesNotMatch(text, /^\s*×/m);
  });
});

describe('the Markdown of several checks', () => {
  const text = reportToMarkdown(layers);

  it('has a table of them, and a section for each', () => {
    assert.match(text, /\| relu \| ✗ wrong \| [^|]+ \| 28 \|/);
    for (const { subject } of layers.checks) assert.match(text, new RegExp(`^## ${subject}$`, 'm'));
    assert.match(text, /\*\*dx of relu\*\*/);
    assert.match(text, /As declared: gradient reversal\./);
    assert.match(text, /\| check \| role \| name \| line \| how \|/);
  });
});

describe('the place of a check', () => {
  it('is what is wrong in it, else its backward function', () => {
    const lines = layers.checks.map((one) => placeOfCheck(layers, one)?.line);
    assert.deepEqual(lines, [13, 28, undefined, 40]);
  });
});
