import assert from 'node:assert/strict';
import path from 'node:path';
import { exitStatus, failed } from '../../../src/cli/exitStatus';
import { problemText } from '../../../src/core/problem';
import { markChildren } from '../../support/marked';
import { check, fixtures, inParallel, needNumpy, readIndex } from './checking';

interface Entry {
  readonly file: string;
  readonly what: string;
  readonly exitStatus: number;
  readonly line: number | null;
  readonly messageIncludes: readonly string[];
  /** It uses more memory than it may. */
  readonly memory?: boolean;
}

const limits = { loadTimeout: 6, evaluationTimeout: 2 };
const forPosix = /fork|daemon|pool|kills|crashes|processes|child|signals/;

/** None of these may stop Gradient Lens, hang it, or leave a process behind; most are checked all the same. */
const sets = [
  ['Python', 'hostile', needNumpy],
  ['JavaScript', 'hostile_javascript', () => {}],
] as const;
for (const [language, folder, needed] of sets)
  describe(`models in ${language} that do what they should not`, function () {
    this.timeout(300_000);
    before(needed);
    const entries = readIndex<Entry>('bad', folder, 'index.json');
    let noneLeft: () => Promise<string[]>;
    before(() => (noneLeft = markChildren()));

    const results = inParallel(entries, ({ file, memory }) =>
      memory
        ? check(path.join(fixtures, 'bad', folder, file), {}, { memoryLimit: 1e9 })
        : check(path.join(fixtures, 'bad', folder, file), limits),
    );
    entries.forEach(({ file, what, exitStatus: status, line, messageIncludes }, i) =>
      it(`${file}: ${what}`, async function () {
        if (process.platform === 'win32' && forPosix.test(file)) this.skip();
        const outcome = await results[i]!();
        assert.notEqual(outcome.kind, 'cancelled');
        let said: string;
        if (outcome.kind === 'report') {
          const { checks, verdict } = outcome.report;
          said = [
            checks[0]!.reason,
            ...checks[0]!.tensors.map(({ name, reason }) => `${name} ${reason}`),
          ].join('\n');
          assert.equal(exitStatus(verdict), status, said);
        } else {
          assert.ok(outcome.kind === 'problem');
          said = problemText(outcome.problem);
          assert.equal(failed, status, said);
          assert.notEqual(outcome.problem.code, 'internal', said);
          if (line !== null) assert.equal(outcome.problem.line, line, said);
          assert.doesNotMatch(outcome.problem.message, /Traceback|\n|!/);
        }
        for (const part of messageIncludes) assert.ok(said.includes(part), said);
      }),
    );

    it('leave no process behind', async () => assert.deepEqual(await noneLeft(), []));
  });
