import assert from 'node:assert/strict';
import type { ParameterFact } from '../../../src/core/binding/inventory';
import type { Sizes } from '../../../src/core/binding/networkSizes';
import { builtText, calledText, sizedArguments, sizesFrom } from '../../../src/core/binding/sizes';
import type { WrittenCall } from '../../../src/core/binding/writtenCalls';

const owner = { name: 'Net', file: '/models/net.py', line: 3 };
const small: Sizes = { inputs: 4, outputs: 3, prescribed: false };
const required = (name: string): ParameterFact => ({ name, kind: 'positional' });
const call = (
  positional: WrittenCall['positional'],
  keywords: WrittenCall['keywords'] = {},
): WrittenCall => ({
  name: 'Net',
  line: 40,
  positional,
  keywords,
});

describe('arguments of a network that is built', () => {
  const parameters = ['n_in', 'hidden', 'n_out', 'scale', 'activation', 'dropout'].map(required);
  const text = (sizes: Sizes) => builtText('Net', sizedArguments(owner, parameters, sizes, []));

  it('are of choice where nothing calls it', () => {
    assert.equal(
      text(small),
      "built: Net(n_in = 4, hidden = 5, n_out = 3, scale = 0.1, activation = 'relu', dropout = 0)",
    );
  });

  it('are those that the text passes, without dropout', () => {
    assert.equal(
      text({ ...small, call: call([20, 30, 2], { scale: 0.5, activation: 'tanh', dropout: 0.5 }) }),
      "built as in line 40: Net(n_in = 20, hidden = 30, n_out = 2, scale = 0.5, activation = 'tanh'), with dropout = 0",
    );
  });

  it('are small where a check would be slow, and the file’s own where its scales are looked at', () => {
    const written = call([784, 300, 10, 0.001, 'tanh']);
    assert.equal(
      text({ ...small, call: written }),
      "built: Net(n_in = 4, hidden = 5, n_out = 10, scale = 0.1, activation = 'tanh', dropout = 0)",
    );
    assert.equal(
      text({ ...small, own: true, call: written }),
      "built as in line 40: Net(n_in = 784, hidden = 300, n_out = 10, scale = 0.001, activation = 'tanh'), with dropout = 0",
    );
  });

  it('are those of the data where the text passes others', () => {
    const prescribed: Sizes = { inputs: 6, outputs: 2, prescribed: true };
    assert.match(
      text({ ...prescribed, call: call([20, 30, 2]) }),
      /^built: Net\(n_in = 6, hidden = 5, n_out = 2/,
    );
    assert.match(
      text({ ...prescribed, call: call([6, 30, 2]) }),
      /^built as in line 40: Net\(n_in = 6, hidden = 30/,
    );
  });

  it('are of as many layers, whatever the list is called, unless the data are of another size', () => {
    const listed = [required('dims'), required('names')];
    const all = (dims: readonly number[], sizes: Sizes) =>
      sizedArguments(owner, listed, { ...sizes, call: call([dims, ['relu', 'tanh', 'softmax']]) }, [
        { name: 'names', value: { type: 'none' } },
      ]).text;
    const names = "names = ['relu', 'tanh', 'softmax']";
    assert.equal(all([6, 5, 5, 2], small), `dims = [6, 5, 5, 2], ${names}`);
    assert.equal(all([784, 300, 100, 50], small), `dims = [4, 5, 4, 3], ${names}`);
    assert.equal(all([784, 300, 100, 50], { ...small, own: true }), `dims = [784, 300, 100, 50], ${names}`);
    const prescribed: Sizes = { inputs: 7, outputs: 4, prescribed: true };
    assert.equal(all([6, 5, 5, 2], prescribed), 'dims = 7, names = the module’s');
    assert.equal(all([7, 5, 5, 4], prescribed), `dims = [7, 5, 5, 4], ${names}`);
  });

  it('are tried before those of choice, under the name that is called', () => {
    const written = call([20, 30, 2]);
    assert.deepEqual(sizesFrom([written], 'Net', [small]), [{ ...small, call: written }, small]);
    assert.deepEqual(sizesFrom([written], 'Other', [small]), [small]);
  });

  it('are told of a function as well', () => {
    const made = sizedArguments(owner, [required('n_x')], { ...small, call: call([20]) }, []);
    assert.equal(calledText(made), 'called as in line 40, with n_x = 20');
  });
});
