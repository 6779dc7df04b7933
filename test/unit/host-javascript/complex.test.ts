import assert from 'node:assert/strict';
import { HostError } from '../../../src/host-javascript/failures';
import { bindText } from './support';

describe('the complex step where numbers are real', () => {
  it('is refused, and leaves the parameters as they are', async () => {
    const [session] = await bindText(
      'parameters:\n  W: [1, 2]\ncost: sum(W .^ 2)\ngradients:\n  W: 2 * W\n',
      ['W'],
    );
    const costs = () => session.costs({ points: [[]] });
    const before = await costs();
    await assert.rejects(
      session.sweep({ tensor: 0, components: { start: 0, count: 2 }, step: 1e-20, scheme: 'complex' }),
      (error) => error instanceof HostError && error.failure.kind === 'not-complex',
    );
    assert.deepEqual(await costs(), before);
  });
});
