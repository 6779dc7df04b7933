import assert from 'node:assert/strict';
import path from 'node:path';
import { needNumpy, readIndex, report, root } from './checking';

interface ExampleEntry {
  readonly file: string;
  /** `W1`, or `layernorm x` for a layer's. */
  readonly wrong: readonly string[];
  readonly line: number | null;
}

describe('examples of layers, updates, loops and the contract', function () {
  this.timeout(60_000);
  before(needNumpy);

  for (const { file, wrong, line } of readIndex<ExampleEntry>('examples', 'index.json')) {
    it(`${file}: ${wrong.length === 0 ? 'right' : `${wrong.join(', ')} wrong`}`, async () => {
      const { checks } = await report(path.join(root, 'examples', 'python', file));
      const found = checks.flatMap(({ subject, tensors }) =>
        tensors
          .filter(({ verdict }) => verdict !== 'correct')
          .map((tensor) => ({
            name: subject === 'model' ? tensor.name : `${subject} ${tensor.name}`,
            tensor,
          })),
      );
      assert.deepEqual(found.map(({ name }) => name).sort(), [...wrong].sort());
      if (line !== null) assert.equal(found[0]!.tensor.location?.line, line);
    });
  }
});
