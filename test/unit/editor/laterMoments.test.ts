import assert from 'node:assert/strict';
import { decorationOf } from '../../../src/editor/decorationModel';
import { diagnosticsOf } from '../../../src/editor/diagnosticModel';
import { hoverMarkdown } from '../../../src/editor/hoverModel';
import { momentsAsked, momentsIn, stepsIn, stepsProblem } from '../../../src/editor/laterMoments';
import { english } from '../../../src/environment/translate';
import { findingsOf } from '../../../src/state/findings';
import { moments, notFinite, right } from '../media/reports';
import { afterReport, findingAt } from './finding';

describe('the moments of a check', () => {
  it('are a whole number of steps, or it is said what is wrong', () => {
    assert.deepEqual(['1', ' 10 ', '100000'].map(stepsIn), [1, 10, 100_000]);
    for (const text of ['', '0', '-1', '1.5', 'ten', '1e3', '100001']) {
      assert.equal(stepsIn(text), null, text);
      assert.match(stepsProblem(text, english) ?? '', /whole number from 1 to 100000/);
    }
    assert.equal(stepsProblem('10', english), null);
  });

  it('are the same when the model is checked again', () => {
    assert.deepEqual(momentsIn(moments), { afterSteps: 10, timesParameters: 10 });
    assert.deepEqual(momentsIn(right), { afterSteps: 0, timesParameters: null });
  });

  it('may be asked for by another extension, but not nonsense', () => {
    assert.deepEqual(momentsAsked({ afterSteps: 5 }), { afterSteps: 5, timesParameters: null });
    assert.deepEqual(momentsAsked({ timesParameters: 10 }), { afterSteps: 0, timesParameters: 10 });
    for (const value of [null, 3, {}, { afterSteps: -1 }, { afterSteps: '5' }, { timesParameters: NaN }])
      assert.equal(momentsAsked(value), null);
  });
});

describe('a line of a model that was checked at several moments', () => {
  const line = 35; // W2 is wrong after 10 steps only
  const finding = findingAt(moments, line);

  it('tells each gradient once, at its worst moment', () => {
    assert.deepEqual(
      finding.tensors.map(({ tensor, check, label }) => [tensor.name, check.at.kind, label]),
      [['W2', 'trained', 'dW2']],
    );
    const right = findingAt(moments, 37).tensors;
    assert.deepEqual(
      right.map(({ check, elsewhere }) => [check.at.kind, elsewhere.length]),
      [['start', 0]],
    );
  });

  it('says when', () => {
    assert.match(
      decorationOf(finding, english).text,
      /^✗ After 10 steps: dW2 is wrong in 1 of 15 components/,
    );
    const { results, entry } = afterReport(moments);
    const messages = diagnosticsOf(results, entry, english).map(({ message }) => message);
    assert.equal(messages.length, 1);
    assert.match(messages[0]!, /^After 10 steps: dW2 is wrong/);
    const hover = hoverMarkdown(finding, english);
    assert.match(hover, /After 10 steps: dW2 is wrong/);
    assert.match(hover, /✓ at the start · ✓ at 10 × the parameters · two-sided differences/);
  });

  it('says a constant once that holds at all moments', () => {
    const diagnosis = notFinite.checks[0]!.diagnoses[0]!;
    const checks = moments.checks.map((check) => ({ ...check, diagnoses: [diagnosis] }));
    const { results, entry } = afterReport({ ...moments, checks });
    const shared = findingsOf(results, entry).flatMap((one) => one.shared);
    assert.deepEqual(
      shared.map(({ check }) => check.at.kind),
      ['start'],
    );
  });
});
