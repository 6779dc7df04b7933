import assert from 'node:assert/strict';
import path from 'node:path';
import { fixtures, needNumpy, readIndex, report } from './checking';

interface ScriptEntry {
  readonly file: string;
  readonly right: boolean;
  readonly wrongTensors: readonly string[];
  readonly wrongLine: number | null;
  readonly verdict?: string;
  readonly note: string;
}

/** `parameters['W1']` of the script is W1 in the report. */
const named = (name: string): string => name.replace(/^parameters\['(.*)'\]$/, '$1');

describe('scripts that train in a loop at the top level', function () {
  this.timeout(60_000);
  before(needNumpy);

  for (const entry of readIndex<ScriptEntry>('scripts', 'index.json')) {
    const { file, note, wrongLine, wrongTensors } = entry;
    it(`${file}: ${note}`, async () => {
      const found = await report(path.join(fixtures, 'scripts', file));
      assert.match(found.readings[0]!, /^training loop, line \d+$/);
      assert.equal(found.verdict, entry.verdict ?? (entry.right ? 'correct' : 'wrong'));
      if (entry.verdict !== undefined) return;
      const wrong = found.checks[0]!.tensors.filter(({ verdict }) => verdict !== 'correct');
      assert.deepEqual(wrong.map(({ name }) => name).sort(), wrongTensors.map(named).sort());
      if (wrongLine !== null) assert.equal(wrong[0]!.location?.line, wrongLine);
    });
  }
});
