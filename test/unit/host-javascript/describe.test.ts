import assert from 'node:assert/strict';
import { describe as describeValue } from '../../../src/host-javascript/describe';

const fact = { name: 'f', parameters: [], file: '', line: 1, endLine: 1, returns: [] };
const of = (value: unknown) => describeValue(value, () => fact);

describe('descriptions of values', () => {
  it('tell arrays by shape and range', () => {
    const description = of([
      [1, 2.5],
      [3, -4],
    ]);
    assert.ok(description.type === 'array');
    const { container, shape, dtype, min, max, integerValued } = description;
    assert.deepEqual(
      [container, shape, dtype, min, max, integerValued],
      ['list', [2, 2], 'float64', -4, 3, false],
    );
    const typed = of(Uint8Array.of(1, 2));
    assert.ok(typed.type === 'array' && typed.dtype === 'uint8' && typed.container === 'typed-array');
    assert.equal(of([[1, 2], [3]]).type, 'sequence');
    assert.equal(of([1, 'two']).type, 'sequence');
    assert.deepEqual(of([]), { type: 'sequence', kind: 'list', length: 0, items: [] });
    const odd = of([NaN, Infinity]);
    assert.ok(odd.type === 'array' && odd.max === 'NaN');
  });

  it('tell numbers, texts, nothing, mappings, objects and functions', () => {
    class Layer {
      W = [1];
      forward() {
        return this.W;
      }
    }
    assert.deepEqual(of(-Infinity), { type: 'number', value: '-Infinity', integer: false });
    assert.deepEqual([of(undefined), of(null)], [{ type: 'none' }, { type: 'none' }]);
    assert.equal(of(new Map([['a', 1]])).type, 'mapping');
    assert.equal(of({ a: 1 }).type, 'mapping');
    assert.deepEqual(
      of(() => 1),
      { type: 'function', function: fact },
    );
    assert.deepEqual(of(Layer), { type: 'other', className: 'class Layer' });
    const layer = of(new Layer());
    assert.ok(layer.type === 'object' && layer.className === 'Layer');
    assert.deepEqual([layer.attributes.length, layer.methods.length], [1, 1]);
  });

  it('end, whatever the value', () => {
    const loop: Record<string, unknown> = {};
    for (let i = 0; i < 20; i++) loop[`part${i}`] = loop;
    assert.ok(JSON.stringify(of(loop)).length < 20_000_000);
    assert.equal(of(Array.from({ length: 5000 }, () => 'x')).type, 'sequence');
  });
});
