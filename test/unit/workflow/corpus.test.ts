import assert from 'node:assert/strict';
import { problemText } from '../../../src/core/problem';
import { inParallel, needNumpy } from './checking';
import {
  asExpected,
  checkEntry,
  corpus,
  foundVerdict,
  lineFound,
  verdictOf,
  type CorpusResult,
} from './corpus';

describe('a corpus of model files in the styles of real ones', function () {
  this.timeout(600_000);
  before(needNumpy);
  const checked = inParallel(corpus, checkEntry);
  const results: CorpusResult[] = [];

  corpus.forEach((entry, i) =>
    it(`${entry.file}: ${verdictOf(entry)}${entry.contract === undefined ? '' : ', with its contract'}`, async () => {
      const result = await checked[i]!();
      results.push(result);
      assert.ok(asExpected(result), `${foundVerdict(result)}: ${reasonOf(result)}`);
    }),
  );

  it('is large enough, and of both kinds', () => {
    assert.ok(corpus.length >= 70);
    assert.ok(corpus.filter(({ right }) => right).length >= 40);
    assert.ok(corpus.filter(({ right }) => !right).length >= 30);
  });

  it('binds at least 85% of the files without a contract', () => {
    const without = results.filter(({ bound }) => bound === 'names' || bound === 'made');
    assert.ok(without.length >= 0.85 * corpus.length, `${without.length} of ${corpus.length}`);
  });

  it('never accuses a right file, whether it has its contract or not', () => {
    for (const { entry, outcome, withContract } of results.filter((result) => result.entry.right))
      for (const one of [outcome, withContract])
        assert.ok(one.kind !== 'report' || !/wrong|suspicious/.test(one.report.verdict), entry.file);
  });

  it('does not take a wrong file for right, without its contract either', () => {
    for (const { entry, outcome } of results.filter((result) => !result.entry.right))
      assert.ok(outcome.kind !== 'report' || outcome.report.verdict !== 'correct', entry.file);
  });

  it('refuses in one sentence that names a way out, where only a contract helps', () => {
    for (const { entry, outcome } of results) {
      if (outcome.kind !== 'problem') continue;
      assert.ok(entry.contract !== undefined, entry.file);
      assert.match(outcome.problem.message, /gradient_lens\(\)/, entry.file);
      assert.doesNotMatch(problemText(outcome.problem), /Traceback|!/, entry.file);
    }
  });

  it('names the line of the mistake in most wrong files', () => {
    const wrong = results.filter((result) => foundVerdict(result) === 'wrong');
    const named = wrong.filter(lineFound);
    assert.ok(named.length >= 0.7 * wrong.length, `${named.length} of ${wrong.length}`);
  });
});

function reasonOf({ outcome, withContract, wrongTensors }: CorpusResult): string {
  if (withContract.kind === 'report')
    return `${wrongTensors.join(' ')}: ${withContract.report.checks.map(({ reason }) => reason).join(' ')}`;
  return outcome.kind === 'problem' ? problemText(outcome.problem) : outcome.kind;
}
