import assert from 'node:assert/strict';
import { plainText, stressedParts, terminalText } from '../../../src/core/emphasis';
import { nothingFits } from '../../../src/core/binding/nothingFits';
import type { FunctionFact, Inventory } from '../../../src/core/binding/inventory';
import { problemText } from '../../../src/core/problem';

const advice = 'add a `gradient_lens()` function with the command *Insert Model Contract*.';

describe('the name of a command in a sentence', () => {
  it('is quoted where nothing is rendered', () => {
    assert.equal(
      plainText(`Rename yours, or ${advice}`),
      'Rename yours, or add a `gradient_lens()` function with the command “Insert Model Contract”.',
    );
  });

  it('is no remedy of its own on the command line', () => {
    assert.equal(
      terminalText(advice),
      'add a `gradient_lens()` function yourself or with the editor’s command “Insert Model Contract”.',
    );
    assert.equal(
      terminalText('which the command *Insert Model Contract* writes'),
      'which the editor’s command “Insert Model Contract” writes',
    );
  });

  it('is not a product', () => {
    for (const text of ['is 2 * x * 3', 'f(*args) and g(*Args)', '3*X*Y', 'A * B * C'])
      assert.equal(plainText(text), text);
  });

  it('is a part of its own for the panel', () => {
    assert.deepEqual(stressedParts('the command *Show Log* shows it'), [
      { text: 'the command ', stressed: false },
      { text: 'Show Log', stressed: true },
      { text: ' shows it', stressed: false },
    ]);
  });
});

describe('a file without a function that computes gradients', () => {
  const fact = (name: string, line: number) => ({ name, line, file: '/a/model.py', parameters: [] });
  const told = (file: string, ...functions: ReturnType<typeof fact>[]) =>
    problemText(
      nothingFits(
        {
          file,
          functions: functions.map((one) => ({ ...one, file })) as unknown as FunctionFact[],
          classes: [],
        } as unknown as Inventory,
        null,
      ),
    );

  it('says which functions it saw, and where', () => {
    assert.match(
      told('/a/model.py', fact('forward', 3), fact('blame', 12), fact('squash', 20)),
      /its gradients\. Not recognised: `blame` \(line 12\), `squash` \(line 20\)\. Rename yours/,
    );
  });

  it('names no lines of a notebook, and nothing where there is nothing', () => {
    assert.match(told('/a/model.ipynb', fact('blame', 12)), /Not recognised: `blame`\. Rename/);
    assert.doesNotMatch(told('/a/model.py', fact('forward', 3)), /Not recognised/);
  });
});
