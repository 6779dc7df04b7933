import assert from 'node:assert/strict';
import type { ActivationFunction } from '../../../../src/core/activation/network';
import type { Profile } from '../../../../src/core/activation/profile';
import type { AuditedScheme, InitializationAudit } from '../../../../src/core/activation/schemes';
import { adviceOf } from '../../../../src/workflow/activations/advice';

/** Advice for hidden layers of one function whose gradients vanish, with weights as a scheme has them. */
function advice(name: ActivationFunction, fitting: AuditedScheme, inUse: readonly AuditedScheme[]): string {
  const layers = [name, name, 'identity'].map((one) => ({ activationFunction: { name: one } }));
  const growth = (verdict: string) => ({ verdict });
  return adviceOf(
    {
      verdict: 'wrong',
      network: { layers, nonFinite: null },
      forward: growth('stable'),
      backward: growth('vanishing'),
      health: [],
    } as unknown as Profile,
    { mismatched: false, inUse, layers: layers.map(() => ({ fitting })) } as unknown as InitializationAudit,
  );
}

describe('advice where the scale is lost', () => {
  it('tells why sigmoids lose it with any weights', () => {
    assert.match(advice('sigmoid', 'xavier', ['xavier']), /^The derivative of the sigmoid is at most 1\/4/);
  });

  it('does not advise the weights that are there', () => {
    assert.equal(
      advice('tanh', 'xavier', ['xavier', 'lecun']),
      'The weights are as the activation asks already. Batch normalization helps.',
    );
    assert.match(advice('relu', 'he', []), /^Initialize each layer’s weights by .*\(He\) where ReLU follows/);
  });
});
