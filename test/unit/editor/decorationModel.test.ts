import assert from 'node:assert/strict';
import { decorationOf, maxDecorationLength } from '../../../src/editor/decorationModel';
import { english } from '../../../src/environment/translate';
import type { Report } from '../../../src/protocol/report';
import { layers } from '../media/layerReports';
import { checkReport, report, tensorReport, twoWrong } from '../media/reports';
import { findingAt } from './finding';

const textAt = (value: Report, line: number, stale = false) =>
  decorationOf(findingAt(value, line, stale), english);

describe('the text behind a line', () => {
  it('says what is wrong, and how far off it is', () => {
    assert.deepEqual(textAt(twoWrong, 35), {
      kind: 'wrong',
      line: 35,
      text: '✗ dW2 is 3 × the true gradient · relative difference 5.0 × 10⁻¹',
    });
  });

  it('is only a mark where all is right', () => {
    assert.deepEqual(textAt(twoWrong, 37), { kind: 'correct', line: 37, text: '✓' });
  });

  it('marks a kink', () => {
    const kink = report(checkReport([tensorReport({ name: 'W1', shape: [2, 2], line: 5, kinks: [1] })]));
    assert.equal(textAt(kink, 5).text, '✓ᵏ');
  });

  it('turns hollow after an edit, and still says what was wrong', () => {
    assert.deepEqual(textAt(twoWrong, 35, true), {
      kind: 'stale',
      line: 35,
      text: '○ dW2 is 3 × the true gradient · before your edit',
    });
    assert.equal(textAt(twoWrong, 37, true).text, '○');
  });

  it('is dim where the line declares what is wrong', () => {
    assert.deepEqual(decorationOf(findingAt(layers, 40), english), {
      kind: 'declared',
      line: 40,
      text: '✗ dx of reversal, as declared: gradient reversal',
    });
  });

  it('tells several gradients of one line together', () => {
    const shape = [2, 2];
    const reason = 'is 3 × the true gradient';
    const several = report(
      checkReport([
        tensorReport({ name: 'W1', shape, line: 9, factor: 3, reason }),
        tensorReport({ name: 'W2', shape, line: 9, factor: 3, reason }),
        tensorReport({ name: 'W3', shape, line: 9 }),
      ]),
    );
    assert.equal(textAt(several, 9).text, '✗ dW1, dW2 are 3 × the true gradient, 1 more on this line');
  });

  it('counts what it does not say', () => {
    const shape = [2, 2];
    const several = report(
      checkReport([
        tensorReport({ name: 'W1', shape, line: 9, factor: 3, reason: 'is 3 × the true gradient' }),
        tensorReport({ name: 'W2', shape, line: 9, factor: -1, reason: 'has the wrong sign: it is −1 × it' }),
      ]),
    );
    assert.match(textAt(several, 9).text, /^✗ dW1 is 3 × the true gradient, 1 more on this line/);
  });

  it('tells a constant that all share once, and refers to it elsewhere', () => {
    const shape = [2, 2];
    const reason = 'is 2 × the true gradient';
    const tensors = [
      tensorReport({ name: 'W2', shape, line: 7, factor: 2, reason }),
      tensorReport({ name: 'W1', shape, line: 9, factor: 2, reason }),
    ];
    const explanation = 'Every gradient is 2 × the true gradient: the factor 2 of a square is missing.';
    const location = tensors[0]!.location;
    const shared = report(
      checkReport(tensors, {
        diagnoses: [{ tensor: null, kind: 'scale', factor: 2, explanation, location }],
      }),
    );
    assert.match(textAt(shared, 7).text, /^✗ Every gradient is 2 × the true gradient · /);
    assert.match(textAt(shared, 9).text, /^✗ dW1: the same constant as in line 7/);
  });

  it('fits beside the code, whatever the names', () => {
    const name = 'a_parameter_with_quite_a_long_name_that_somebody_took_from_a_paper';
    const reason = 'is 11 × the true gradient (11 is m, the number of examples)';
    for (const long of [name, 'b1']) {
      const tensor = tensorReport({ name: long, shape: [2, 2], line: 3, factor: 11, reason });
      const { text } = textAt(report(checkReport([tensor])), 3);
      assert.ok(text.length <= maxDecorationLength, text);
    }
    const tensor = tensorReport({ name: 'b1', shape: [2, 2], line: 3, factor: 11, reason });
    assert.equal(
      textAt(report(checkReport([tensor])), 3).text,
      '✗ db1 is 11 × the true gradient · relative difference 8.3 × 10⁻¹',
    );
  });
});
