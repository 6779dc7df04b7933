import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { Session } from '../../../src/host-javascript/session';
import { decodeBlock } from '../../../src/host-javascript/wire';
import { bindContract, examples, readRequest } from './support';

/** Tensors of each example, and which of them are wrong on purpose. */
const models: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  'cubic.gradient.yaml': [['theta'], []],
  'cubic-wrong.gradient.yaml': [['theta'], ['theta']],
  'logistic.gradient.json': [['w', 'b'], []],
  'two-layer.gradient.yaml': [['W1', 'b1', 'W2', 'b2'], []],
  'two-layer-wrong.gradient.yaml': [
    ['W1', 'b1', 'W2', 'b2'],
    ['W1', 'b1'],
  ],
};

describe('the examples of expression models', () => {
  it('are all tested', () => assert.deepEqual(readdirSync(examples).sort(), Object.keys(models).sort()));

  for (const [name, [names, wrong]] of Object.entries(models)) {
    it(`${name}: ${wrong.length === 0 ? 'right' : `wrong in ${wrong.join(' and ')}`}`, async () => {
      const session = new Session();
      const { tensors } = await bindContract(session, readRequest(examples, name), names);
      const found: string[] = [];
      for (const [tensor, { shape, name: tensorName }] of tensors.entries()) {
        const count = shape.reduce((product, length) => product * length, 1);
        const reply = await session.sweep({
          tensor,
          components: { start: 0, count },
          step: 1e-5,
          scheme: 'central',
        });
        const [plus, minus, width] = [reply.plus, reply.minus, reply.width].map(decodeBlock);
        const { values } = await session.values({ kind: 'gradient', tensor, start: 0, count });
        const numerical = Array.from({ length: count }, (_, i) => (plus![i]! - minus![i]!) / width![i]!);
        const computed = [...decodeBlock(values)];
        const error = Math.hypot(...numerical.map((g, i) => g - (computed[i] ?? NaN)));
        const relative = error / (Math.hypot(...numerical) + Math.hypot(...computed));
        assert.ok(relative < 1e-8 || relative > 1e-2, `${tensorName}: ${relative}`);
        if (relative > 1e-2) found.push(tensorName);
      }
      assert.deepEqual(found, wrong);
    });
  }

  it('cubic.gradient.yaml gives the numbers of the textbook', async () => {
    const session = new Session();
    await bindContract(session, readRequest(examples, 'cubic.gradient.yaml'), ['theta']);
    const reply = await session.sweep({ tensor: 0, components: [0], step: 0.01, scheme: 'central' });
    const [plus = 0, minus = 0] = [reply.plus, reply.minus].map((block) => decodeBlock(block)[0]);
    assert.equal(((plus - 1) / 0.01).toFixed(4), '3.0301');
    assert.equal(((plus - minus) / 0.02).toFixed(4), '3.0001');
  });
});
