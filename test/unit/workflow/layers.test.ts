import assert from 'node:assert/strict';
import path from 'node:path';
import { fixtures, inParallel, needNumpy, readIndex, report } from './checking';

interface LayerEntry {
  readonly file: string;
  /** The subjects of all checks, in their order. */
  readonly checks: readonly string[];
  readonly wrong: readonly {
    readonly subject: string;
    readonly tensors: readonly string[];
    readonly line: number | null;
  }[];
}

const layers = readIndex<LayerEntry>('layers', 'index.json');
const at = (file: string): string => path.join(fixtures, 'layers', file);

describe('layers that are checked alone', function () {
  this.timeout(300_000);
  before(needNumpy);
  const results = inParallel(layers, ({ file }) => report(at(file)));
  layers.forEach(({ file, checks, wrong }, i) =>
    it(`${file}: ${wrong.length === 0 ? 'right' : wrong.map(({ subject }) => subject).join(', ')}`, async () => {
      const found = await results[i]!();
      assert.deepEqual(found.checks.map(({ subject }) => subject).sort(), [...checks].sort());
      for (const check of found.checks) {
        const truth = wrong.find(({ subject }) => subject === check.subject);
        assert.equal(check.verdict, truth === undefined ? 'correct' : 'wrong', check.reason);
        const accused = check.tensors.filter(({ verdict }) => verdict === 'wrong');
        assert.deepEqual(
          accused.map(({ name }) => name).sort(),
          [...(truth?.tensors ?? [])].sort(),
          check.reason,
        );
        const lines = accused.map(({ location }) => location?.line);
        if (truth !== undefined && truth.line !== null)
          assert.ok(lines.includes(truth.line), `lines ${lines.join(', ')}`);
      }
    }),
  );

  it('checks the pair at the cursor alone, by either half or the common name', async () => {
    for (const subject of ['layernorm_backward', 'layernorm_forward', 'layernorm']) {
      const found = await report(at('rows_normalization.py'), { subject });
      assert.deepEqual(
        found.checks.map((check) => check.subject),
        ['layernorm'],
      );
    }
  });

  it('says how the arguments were made', async () => {
    const found = await report(at('rows_affine.py'), { subject: 'affine' });
    const [w] = found.binding.filter(({ role, name }) => role === 'argument' && name === 'w');
    assert.equal(w?.how, 'made: (4, 3) normal');
  });

  it('takes a mean over the examples for a convention, and says so', async () => {
    const found = await report(at('columns_linear.py'), { subject: 'linear' });
    assert.match(found.checks[0]!.reason, /dW and db are means over the 5 examples where J is a sum/);
  });

  it('does not accuse a softmax that leaves its derivative to the loss', async () => {
    const { checks } = await report(at('fused_softmax.py'));
    const softmax = checks.filter(({ subject }) => /softmax/i.test(subject));
    assert.deepEqual(
      softmax.map(({ verdict }) => verdict),
      ['inconclusive', 'inconclusive'],
    );
    assert.match(softmax[0]!.reason, /the loss after it is to differentiate the softmax as well/);
    assert.equal(checks.find(({ subject }) => subject === 'relu')?.verdict, 'correct');
  });
});
