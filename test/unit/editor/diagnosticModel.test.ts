import assert from 'node:assert/strict';
import { diagnosticsOf } from '../../../src/editor/diagnosticModel';
import { english } from '../../../src/environment/translate';
import { layers } from '../media/layerReports';
import { checkReport, report, tensorReport, twoWrong } from '../media/reports';
import { afterProblem, afterReport, type Checked } from './finding';

const of = ({ results, entry }: Checked) => diagnosticsOf(results, entry, english);

const problem = {
  code: 'cost-not-scalar',
  message: '`cost` returned an array of shape (1, 50); the check needs one number.\nReturn its mean.',
  file: '/m.py',
  line: 2,
  column: null,
  details: '',
};

describe('the list of problems', () => {
  it('has one error for each wrong gradient, on the expression that made it', () => {
    const models = of(afterReport(twoWrong));
    assert.deepEqual(
      models.map(({ place, severity, message }) => [
        place.line,
        place.column,
        place.endColumn,
        severity,
        message,
      ]),
      [
        [38, 11, 36, 'error', 'db1 is 5 × the true gradient (relative difference 6.7 × 10⁻¹)'],
        [35, 11, 36, 'error', 'dW2 is 3 × the true gradient (relative difference 5.0 × 10⁻¹)'],
      ],
    );
  });

  it('keeps the expressions of one line apart', () => {
    const tensors = ['W1', 'W2'].map((name) => tensorReport({ name, shape: [2], line: 9, factor: 3 }));
    const [first, second] = tensors.map((tensor, i) => ({
      ...tensor,
      location: { ...tensor.location!, column: 5 + 10 * i, endColumn: 12 + 10 * i },
    }));
    const models = of(afterReport(report(checkReport([first!, second!]))));
    assert.deepEqual(
      models.map(({ place }) => [place.column, place.endColumn]),
      [
        [5, 12],
        [15, 22],
      ],
    );
  });

  it('warns of what is suspicious and informs of what cannot be told', () => {
    const tensors = [
      tensorReport({
        name: 'W1',
        shape: [2],
        line: 3,
        verdict: 'suspicious',
        reason: 'is off by 3.0 × 10⁻⁵',
      }),
      tensorReport({ name: 'b1', shape: [2], line: 4, verdict: 'inconclusive', reason: 'cannot be told' }),
    ];
    const models = of(afterReport(report(checkReport(tensors))));
    assert.deepEqual(
      models.map(({ severity }) => severity),
      ['warning', 'information'],
    );
  });

  it('has one entry for a constant that all share', () => {
    const tensors = ['W1', 'W2'].map((name, i) => tensorReport({ name, shape: [2], line: 3 + i, factor: 2 }));
    const explanation = 'Every gradient is 2 × the true gradient.';
    const location = tensors[0]!.location;
    const diagnoses = [{ tensor: null, kind: 'scale' as const, factor: 2, explanation, location }];
    const models = of(afterReport(report(checkReport(tensors, { diagnoses }))));
    assert.deepEqual(
      models.map(({ message, place }) => [message, place.line]),
      [[explanation, 3]],
    );
  });

  it('puts a gradient without a place where the gradients come from', () => {
    const tensor = { ...tensorReport({ name: 'W1', shape: [2], factor: 2 }), location: null };
    const [model] = of(afterReport(report(checkReport([tensor]))));
    assert.equal(model?.place.line, 31);
  });

  it('belongs to the document that holds the line', () => {
    const tensor = tensorReport({ name: 'W1', shape: [2], factor: 2 });
    const location = { ...tensor.location!, file: '/home/ada/helper.py' };
    const [model] = of(afterReport(report(checkReport([{ ...tensor, location }]))));
    assert.equal(model?.document, 'file:///home/ada/helper.py');
  });

  it('says of a file that could not be checked why, on the code of its line and in one line', () => {
    const [model] = of(afterProblem(problem, 'def f():\n    return costs\n'));
    assert.equal(model?.severity, 'error');
    assert.deepEqual([model.place.line, model.place.column], [2, 5]);
    assert.match(model.message, /^Gradients could not be checked: `cost` returned .* Return its mean\.$/);
  });

  it('accuses no line of what concerns none', () => {
    assert.deepEqual(of(afterProblem({ ...problem, line: null })), []);
  });

  it('names the layer where several have a gradient of that name, and only informs of what is declared', () => {
    assert.deepEqual(
      of(afterReport(layers)).map(({ place, severity, message }) => [place.line, severity, message]),
      [
        [28, 'error', 'dx of relu is wrong in 7 of 20 components: [0, 3] is 0, should be −1.53.'],
        [
          40,
          'information',
          'dx of reversal has the wrong sign: it is −1 × the true gradient (relative difference 1.0 × 10⁰), as declared: gradient reversal',
        ],
      ],
    );
  });

  it('no longer accuses after an edit', () => {
    for (const checked of [afterReport(twoWrong, true), afterProblem(problem, '', true)]) {
      for (const { severity, message } of of(checked)) {
        assert.equal(severity, 'information');
        assert.match(message, /^Before your edit: /);
      }
    }
  });
});
