import assert from 'node:assert/strict';
import { lensesOf } from '../../../src/editor/codeLensModel';
import { progressText, statusOf } from '../../../src/editor/statusText';
import { command } from '../../../src/environment/ids';
import { english } from '../../../src/environment/translate';
import type { Report } from '../../../src/protocol/report';
import { declaredOnly, layers, rightLayers } from '../media/layerReports';
import { moments, right, twoWrong } from '../media/reports';
import { after, afterProblem, afterReport } from './finding';

const problem = {
  code: 'no-cost',
  message: 'no cost. Use *Insert Model Contract*.',
  file: '/m.py',
  line: 3,
  column: null,
  details: '',
};

describe('the status bar', () => {
  it('says how many gradients are wrong', () => {
    assert.equal(statusOf(afterReport(twoWrong).entry, english).text, '✗ 2 of 6 gradients wrong');
    assert.equal(statusOf(afterReport(right).entry, english).text, '✓ 4 gradients correct');
  });

  it('says which layers are wrong, and what is wrong as declared', () => {
    const text = (report: Report) => statusOf(afterReport(report).entry, english).text;
    assert.equal(text(layers), '✗ 1 of 4 layers is wrong: relu');
    assert.match(statusOf(afterReport(layers).entry, english).tooltip, /lstm cannot be told/);
    assert.equal(text(rightLayers), '✓ Both layers are right');
    assert.equal(text(declaredOnly), '✓ Gradient wrong as declared');
  });

  it('says that it was before an edit', () => {
    assert.equal(statusOf(afterReport(twoWrong, true).entry, english).text, '○ 2 of 6 gradients wrong');
  });

  it('says that a check was cancelled or could not be done, and why', () => {
    assert.match(statusOf(after({ kind: 'cancelled' }, '/m.py').entry, english).text, /Check cancelled/);
    const status = statusOf(afterProblem(problem).entry, english);
    assert.match(status.text, /not checked/);
    assert.equal(status.tooltip, 'm.py, line 3: no cost. Use “Insert Model Contract”.');
  });

  it('counts and estimates while a check runs', () => {
    const progress = { stage: 'Checking W2', done: 12, total: 92, secondsLeft: 3.02, tensors: [] };
    assert.equal(progressText(progress, english), 'Checking W2 · 12 of 92 · about 3.0 s left');
    assert.equal(progressText({ ...progress, total: null, secondsLeft: null }, english), 'Checking W2');
  });
});

describe('lenses', () => {
  const functions = [{ name: 'backward_propagation', line: 31, subject: 'backward_propagation' }];

  it('offer a check above a function that computes gradients', () => {
    assert.deepEqual(lensesOf('file:///m.py', functions, undefined, english), [
      {
        line: 31,
        title: 'Check gradients',
        command: command.checkAgain,
        arguments: ['file:///m.py', 'backward_propagation'],
      },
    ]);
  });

  it('say of each layer its own verdict', () => {
    const layer = (name: string, line: number) => ({ name, subject: name, line });
    const own = [layer('affine_backward', 13), layer('relu_backward', 26), layer('pool_backward', 50)];
    const lenses = lensesOf('file:///l.py', own, afterReport(layers).entry, english);
    assert.deepEqual(
      lenses.map(({ line, title }) => [line, title]),
      [
        [13, '✓ 3 gradients correct'],
        [13, 'Check again'],
        [26, '✗ Gradient wrong'],
        [26, 'Check again'],
        [50, 'Check gradients'],
      ],
    );
    assert.deepEqual(lenses[2]?.arguments, ['file:///l.py', null, 'relu']);
  });

  it('say what is known afterwards', () => {
    const lenses = lensesOf('file:///m.py', functions, afterReport(twoWrong).entry, english);
    assert.deepEqual(
      lenses.map(({ title, command: id }) => [title, id]),
      [
        ['✗ 2 of 6 gradients wrong', command.showGradientPanel],
        ['Check again', command.checkAgain],
      ],
    );
  });

  it('say of several moments what the status bar says, and of a layer its worst moment', () => {
    const [known] = lensesOf('file:///m.py', functions, afterReport(moments).entry, english);
    assert.equal(known!.title, '✗ 1 of 4 gradients wrong after 10 steps');
    const [start] = moments.checks;
    const rightTwice = { ...moments, verdict: 'correct' as const, checks: [start!, start!] };
    const [both] = lensesOf('file:///m.py', functions, afterReport(rightTwice).entry, english);
    assert.equal(both!.title, '✓ 4 gradients correct at 2 moments');
    const layer = (report: typeof moments) => ({
      ...report,
      checks: [
        ...report.checks.map((check) => ({ ...check, subject: 'backward_propagation' })),
        { ...report.checks[0]!, subject: 'other' },
      ],
    });
    const [own] = lensesOf('file:///m.py', functions, afterReport(layer(moments)).entry, english);
    assert.equal(own!.title, '✗ 1 of 4 gradients wrong');
  });
});
