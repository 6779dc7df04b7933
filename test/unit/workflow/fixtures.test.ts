import assert from 'node:assert/strict';
import path from 'node:path';
import { exitStatus, failed } from '../../../src/cli/exitStatus';
import { problemText } from '../../../src/core/problem';
import { check, fixtures, inParallel, needNumpy, readIndex, report, root } from './checking';

interface ModelEntry {
  readonly file: string;
  readonly right: boolean;
  readonly wrongTensors: readonly string[];
  readonly wrongLine: number | null;
}

interface BadEntry {
  readonly file: string;
  readonly what: string;
  readonly exitStatus: number;
  readonly line: number | null;
  readonly messageIncludes: readonly string[];
}

const models: (ModelEntry & { readonly folder: string })[] = [
  ...readIndex<ModelEntry>('models', 'index.json').map((entry) => ({
    ...entry,
    folder: path.join(fixtures, 'models'),
  })),
  ...readIndex<ModelEntry>('models', 'examples.json').map((entry) => ({
    ...entry,
    folder: path.join(root, 'examples', 'python'),
  })),
];

describe('models in the styles of real files', function () {
  this.timeout(300_000);
  before(needNumpy);
  const results = inParallel(models, ({ folder, file }) => report(path.join(folder, file)));
  models.forEach(({ file, right, wrongTensors, wrongLine }, i) =>
    it(`${file}: ${right ? 'right' : `${wrongTensors.join(', ')} wrong, line ${wrongLine}`}`, async () => {
      const found = await results[i]!();
      const wrong = found.checks[0]!.tensors.filter(({ verdict }) => verdict === 'wrong');
      assert.deepEqual(
        wrong.map(({ name }) => name).sort(),
        [...wrongTensors].sort(),
        found.checks[0]!.reason,
      );
      assert.equal(found.verdict, right ? 'correct' : 'wrong');
      if (wrongLine !== null)
        assert.ok(
          wrong.some(({ location }) => location?.line === wrongLine),
          `lines ${wrong.map(({ location }) => location?.line).join(', ')}`,
        );
    }),
  );
});

const bad = readIndex<BadEntry>('bad', 'index.json').filter(({ file }) => file !== 'slow_model.py');

describe('files that cannot be checked, or only just', function () {
  this.timeout(300_000);
  before(needNumpy);
  const limits = { loadTimeout: 4, evaluationTimeout: 3 };
  const results = inParallel(bad, ({ file }) => check(path.join(fixtures, 'bad', file), limits));
  bad.forEach(({ file, what, exitStatus: status, line, messageIncludes }, i) =>
    it(`${file}: ${what}`, async () => {
      const outcome = await results[i]!();
      assert.notEqual(outcome.kind, 'cancelled');
      if (outcome.kind === 'report') {
        const [main] = outcome.report.checks;
        assert.equal(exitStatus(outcome.report.verdict), status, main!.reason);
        return;
      }
      assert.ok(outcome.kind === 'problem');
      const { problem } = outcome;
      assert.equal(failed, status, problemText(problem));
      if (line !== null) assert.equal(problem.line, line, problemText(problem));
      for (const part of messageIncludes) assert.ok(problem.message.includes(part), problem.message);
      assert.doesNotMatch(problem.message, /Traceback|\n|!/);
    }),
  );
});
