import assert from 'node:assert/strict';
import path from 'node:path';
import { askWhatIf } from '../../../../src/workflow/activations/askWhatIf';
import { needNumpy, root } from '../checking';
import { requestFor } from './showing';

describe('code for other weights', function () {
  this.timeout(60_000);
  before(needNumpy);

  for (const [name, expected] of [
    ['functions_deep.py', ['parameters = {}', 'parameters["W1"] = ', 'parameters["b14"] = ']],
    ['class_params.py', ['net.params["W1"] = ']],
    ['list_of_weights.py', ['weights[0] = ']],
  ] as const)
    it(`assigns to what ${name} has`, async () => {
      const file = path.join(root, 'test', 'fixtures', 'activations', name);
      const how = { kind: 'scheme', scheme: 'he', factor: 1 } as const;
      const { code } = (await askWhatIf(await requestFor(file), how))!;
      const lines = code.split('\n');
      for (const start of expected)
        assert.ok(
          lines.some((line) => line.startsWith(start)),
          `${start}\n${code}`,
        );
      assert.ok(!lines.includes('net.params = {}'));
    });
});
