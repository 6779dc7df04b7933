import assert from 'node:assert/strict';
import path from 'node:path';
import { showActivations } from '../../../../src/workflow/activations/showActivations';
import { fixtures, needNumpy } from '../checking';
import { requestFor } from './showing';

describe('models whose products are no layers', () => {
  before(needNumpy);

  for (const file of ['metric_learning.py', 'tsne.py', 'factorization_machine.py']) {
    it(file, async () => {
      const outcome = await showActivations(await requestFor(path.join(fixtures, 'corpus', file)));
      assert.ok(outcome.kind === 'problem', 'no layer is told');
      assert.equal(outcome.problem.code, 'no-layers');
    });
  }
});
