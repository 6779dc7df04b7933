import Ajv from 'ajv';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { problemText } from '../../../src/core/problem';
import { reportToJson } from '../../../src/report/json';
import { columns, pageWidth } from '../../../src/report/layout';
import { reportToMarkdown } from '../../../src/report/markdown';
import { reportToText } from '../../../src/report/text';
import { check, fixtures, inParallel, needNumpy, readIndex, report, root } from './checking';

interface Truth {
  readonly file: string;
  readonly right: boolean;
  readonly wrongTensors: readonly string[];
  /** One-based among all cells. */
  readonly wrongCell: number | null;
  /** Within the cell. */
  readonly wrongLine: number | null;
  readonly note: string;
}

const folder = path.join(fixtures, 'notebooks');

describe('notebooks', function () {
  this.timeout(120_000);
  before(needNumpy);

  const truths = readIndex<Truth>('notebooks', 'index.json');
  const reports = inParallel(truths, ({ file }) => report(path.join(folder, file)));
  for (const [i, truth] of truths.entries()) {
    const { file, right, wrongTensors, wrongCell, wrongLine, note } = truth;
    it(`${file}: ${right ? 'right' : `${wrongTensors.join(', ')} wrong`} (${note})`, async () => {
      const found = await reports[i]!();
      const { tensors } = found.checks[0]!;
      const wrong = tensors.filter(({ verdict }) => verdict === 'wrong');
      assert.deepEqual(
        wrong.map(({ name }) => name),
        wrongTensors,
      );
      assert.equal(found.verdict, right ? 'correct' : 'wrong');
      if (wrongLine === null) return;
      const places = wrong.map(({ location }) => [location?.cell, location?.line]);
      assert.deepEqual(places[0], [wrongCell, wrongLine]);
    });
  }

  it('writes cells and lines in every report', async () => {
    const index = truths.findIndex(({ file }) => file === 'planar_data_wrong_tanh.ipynb');
    const found = await reports[index]!();
    const text = reportToText(found);
    for (const line of text.split('\n')) assert.ok(columns(line) <= pageWidth, line);
    assert.match(text, /planar_data_wrong_tanh\.ipynb, cell 13, line 14: dW1/);
    assert.match(text, /backward_propagation \(cell 13\)/);
    assert.match(text, /Cell 2, line 4 was not run: it is a command to the notebook\./);
    assert.match(reportToMarkdown(found), /\| cell 13, line 14 \|/);
    const json = reportToJson(found);
    const schema = JSON.parse(
      readFileSync(path.join(root, 'schemas', 'check.schema.json'), 'utf8'),
    ) as object;
    const validate = new Ajv().compile(schema);
    assert.ok(validate(JSON.parse(json)), JSON.stringify(validate.errors));
    assert.match(json, /"cell": 13/);
  });

  it('names the cells that fail, and goes on without them', async () => {
    const index = truths.findIndex(({ file }) => file === 'failing_cells.ipynb');
    const messages = (await reports[index]!()).warnings.map(({ message }) => message);
    const [raises, broken, needs] = messages;
    assert.equal(raises, "Cell 4, line 3 failed with KeyError: 'missing'; the rest of the cell was not run.");
    // What Python says of an error depends on its version.
    assert.match(broken!, /^Cell 5, line 1 cannot be parsed \([^,]*\); the cell was not run\.$/);
    assert.match(needs!, /^Cell 7, line 1 failed with NameError: name 'after' is not defined; /);
  });

  describe('that cannot be checked', () => {
    let place: string;
    before(() => {
      place = mkdtempSync(path.join(tmpdir(), 'gradient-lens-'));
    });
    after(() => rmSync(place, { recursive: true }));

    const code = (...sources: string[]) =>
      JSON.stringify({
        nbformat: 4,
        nbformat_minor: 5,
        metadata: {},
        cells: sources.map((source) => ({ cell_type: 'code', metadata: {}, outputs: [], source })),
      });
    const said = async (text: string): Promise<string> => {
      const file = path.join(place, 'model.ipynb');
      writeFileSync(file, text);
      const outcome = await check(file);
      assert.ok(outcome.kind === 'problem', outcome.kind);
      return problemText(outcome.problem);
    };

    it('are told in one sentence each', async () => {
      assert.match(await said('{"cells": ['), /^model\.ipynb: the notebook is not valid JSON/);
      assert.match(await said('{}'), /^model\.ipynb: this is not a Jupyter notebook/);
      assert.match(await said(''), /^model\.ipynb: the file is empty/);
      assert.match(await said(code('')), /^model\.ipynb: the notebook has no Python code/);
      assert.match(await said(code('%%bash\nls')), /^model\.ipynb: /);
      assert.match(
        await said(code('import numpy', 'x = 1\nraise ValueError("no")', 'y')),
        /^model\.ipynb, cell 2, line 2: this cell failed with ValueError: no, .* 1 more failed after it\./,
      );
      assert.match(
        await said(code('x = 1', '# a\ndef f(:\n  pass')),
        /^model\.ipynb, cell 2, line 2: this cell cannot be parsed \(.*\), /,
      );
    });

    it('name the cell and the line where a call of the model fails', async () => {
      const text = code(
        'import numpy as np\nX = np.ones((2, 3)); y = np.ones(2); w = np.ones(3)',
        'def cost(w, X, y):\n    return np.sum((X @ w - y) ** 2)',
        'def gradient(w, X, y):\n    raise KeyError("w")',
      );
      assert.match(await said(text), /^model\.ipynb, cell 3, line 2: `gradient` raised KeyError/);
    });
  });
});
