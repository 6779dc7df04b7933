import assert from 'node:assert/strict';
import path from 'node:path';
import { problemText } from '../../../src/core/problem';
import { check, fixtures, inParallel, needNumpy, readIndex } from './checking';

/** Truths of test/fixtures/updates; `verify.py` there finds them without Gradient Lens. */
interface Entry {
  readonly file: string;
  readonly right: boolean;
  readonly verdict: 'correct' | 'wrong' | 'suspicious' | 'inconclusive' | 'problem';
  /** Tensors that are wrong, or deserve a look. */
  readonly unlike: readonly string[];
  /** Of one of them, or of the problem. */
  readonly line: number | null;
  readonly warnings: readonly string[];
  /** Part of the sentence that answers. */
  readonly says: string;
}

const entries = readIndex<Entry>('updates', 'index.json');

describe('updates in place, files without a cost, and models with a state', function () {
  this.timeout(300_000);
  before(needNumpy);
  const results = inParallel(entries, ({ file }) => check(path.join(fixtures, 'updates', file)));
  entries.forEach(({ file, right, verdict, unlike, line, warnings, says }, i) =>
    it(`${file}: ${verdict}`, async () => {
      const outcome = await results[i]!();
      assert.notEqual(outcome.kind, 'cancelled');
      if (outcome.kind === 'problem') {
        const { problem } = outcome;
        assert.equal(verdict, 'problem', problemText(problem));
        assert.equal(problem.line, line);
        assert.ok(problem.message.includes(says), problem.message);
        return;
      }
      assert.ok(outcome.kind === 'report');
      const { report } = outcome;
      const [main] = report.checks;
      assert.equal(report.verdict, verdict, main!.reason);
      assert.ok(!right || (verdict !== 'wrong' && verdict !== 'suspicious'));
      const found = main!.tensors.filter((tensor) => ['wrong', 'suspicious'].includes(tensor.verdict));
      assert.deepEqual(found.map(({ name }) => name).sort(), [...unlike].sort(), main!.reason);
      if (line !== null) assert.ok(found.some(({ location }) => location?.line === line));
      for (const code of warnings) assert.ok(report.warnings.some((warning) => warning.code === code));
      assert.ok(main!.reason.includes(says), main!.reason);
    }),
  );
});
