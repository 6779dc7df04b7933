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

/** `parameters['W1']` and `params.W` of the script are W1 and W in the report. */
const inReport = (name: string): string =>
  name.replace(/^parameters\['(.*)'\]$/, '$1').replace(/^params\./, '');

async function checkScript(folder: readonly string[], entry: ScriptEntry): Promise<void> {
  const { file, wrongLine, wrongTensors } = entry;
  const found = await report(path.join(fixtures, ...folder, file));
  assert.match(found.readings[0]!, /^training loop, line \d+$/);
  assert.equal(found.verdict, entry.verdict ?? (entry.right ? 'correct' : 'wrong'));
  if (entry.verdict !== undefined) return;
  const wrong = found.checks[0]!.tensors.filter(({ verdict }) => verdict !== 'correct');
  assert.deepEqual(wrong.map(({ name }) => name).sort(), wrongTensors.map(inReport).sort());
  if (wrongLine !== null) assert.equal(wrong[0]!.location?.line, wrongLine);
}

describe('scripts that train in a loop at the top level', function () {
  this.timeout(60_000);
  before(needNumpy);

  for (const entry of readIndex<ScriptEntry>('scripts', 'index.json'))
    it(`${entry.file}: ${entry.note}`, () => checkScript(['scripts'], entry));
});

describe('scripts in JavaScript and TypeScript that train in a loop', function () {
  this.timeout(60_000);

  for (const entry of readIndex<ScriptEntry>('scripts', 'javascript', 'index.json'))
    it(`${entry.file}: ${entry.note}`, () => checkScript(['scripts', 'javascript'], entry));
});
