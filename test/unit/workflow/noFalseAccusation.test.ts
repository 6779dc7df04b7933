import assert from 'node:assert/strict';
import path from 'node:path';
import type { Report } from '../../../src/protocol/report';
import { check, fixtures, inParallel, needNumpy, readIndex } from './checking';

interface Entry {
  readonly file: string;
  readonly verdict: Report['verdict'] | 'refused';
  /** Gradients that are checked, if it matters that all are found. */
  readonly tensors?: number;
  /** Parts of what is said about it, anywhere in the report. */
  readonly says?: readonly string[];
}

const entries = readIndex<Entry>('right', 'index.json');

describe('right code that is easily accused, and wrong code like it', function () {
  this.timeout(300_000);
  before(needNumpy);
  const results = inParallel(entries, ({ file }) => check(path.join(fixtures, 'right', file)));
  entries.forEach(({ file, verdict, tensors, says = [] }, i) =>
    it(`${file}: ${verdict}`, async () => {
      const outcome = await results[i]!();
      assert.ok(outcome.kind !== 'cancelled');
      const said = outcome.kind === 'report' ? sentencesOf(outcome.report) : outcome.problem.message;
      assert.equal(outcome.kind === 'report' ? outcome.report.verdict : 'refused', verdict, said);
      for (const part of says) assert.ok(said.includes(part), said);
      if (outcome.kind === 'report' && tensors !== undefined)
        assert.equal(outcome.report.checks[0]!.tensors.length, tensors, said);
    }),
  );
});

function sentencesOf({ checks, warnings }: Report): string {
  return [
    ...checks.map(({ reason }) => reason),
    ...checks.flatMap((one) => one.tensors.map(({ gradientName, reason }) => `${gradientName} ${reason}`)),
    ...checks.flatMap(({ diagnoses }) => diagnoses.map(({ explanation }) => explanation)),
    ...warnings.map(({ message }) => message),
  ].join('\n');
}
