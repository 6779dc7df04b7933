import assert from 'node:assert/strict';
import { filesIn, normalizationState } from '../../../src/panels/normalizationState';
import { isDataFile, isFromNormalizationPanel } from '../../../src/protocol/normalizationPanel';
import { Normalizations } from '../../../src/state/normalizations';
import { own, table } from '../../support/normalizationReports';

const progress = { stage: 'Reading X_train', done: 0, total: null, secondsLeft: null, splits: [] };
const uri = `file://${own.file}`;
const begun = () => {
  const results = new Normalizations((file) => `file://${file}`);
  results.begin({ uri, file: own.file, source: 'X = 1' }, progress);
  return results;
};

describe('messages of the normalization panel', () => {
  it('are taken when they are what the protocol says', () => {
    const messages = [
      { type: 'ready' },
      { type: 'reveal', place: { file: '/m.py', line: 3, column: 1 } },
      { type: 'command', command: 'copyScikitLearn' },
      { type: 'view', view: { orientation: 'features-first', channelAxis: null } },
      { type: 'view', view: { orientation: 'examples-first', channelAxis: 3 } },
      { type: 'save', name: 'means.svg', text: '<svg/>' },
    ];
    for (const message of messages) assert.ok(isFromNormalizationPanel(message), message.type);
  });

  it('are ignored otherwise', () => {
    const messages: readonly unknown[] = [
      null,
      'ready',
      {},
      { type: 'reveal', place: { file: '/m.py', line: 0, column: 1 } },
      { type: 'command', command: 'check' },
      { type: 'command', command: 'toString' },
      { type: 'view' },
      { type: 'view', view: { orientation: 'sideways', channelAxis: null } },
      { type: 'view', view: { orientation: 'examples-first', channelAxis: 0 } },
      { type: 'view', view: { orientation: 'examples-first' } },
      { type: 'save', name: 'a'.repeat(300), text: '' },
    ];
    for (const message of messages) assert.ok(!isFromNormalizationPanel(message), JSON.stringify(message));
  });
});

describe('what the normalization panel shows', () => {
  it('is what the results say', () => {
    const results = begun();
    assert.deepEqual(normalizationState(undefined), { kind: 'empty' });
    assert.deepEqual(normalizationState(results.get(uri)), { kind: 'working', file: own.file, progress });
    results.update(uri, { kind: 'report', report: own });
    const state = normalizationState(results.get(uri));
    assert.ok(state.kind === 'report' && state.report === own && !state.stale);
    results.update(uri, { kind: 'cancelled' });
    assert.deepEqual(normalizationState(results.get(uri)), { kind: 'cancelled', file: own.file });
  });

  it('is from before an edit of the model, until that is undone', () => {
    const results = begun();
    results.update(uri, { kind: 'report', report: own });
    results.edited(uri, 'X = 2', []);
    assert.ok(results.get(uri)!.stale);
    results.edited(uri, 'X = 1', []);
    assert.ok(!results.get(uri)!.stale);
  });

  it('is from before an edit of the file that the data come from', () => {
    const results = begun();
    const report = { ...own, splits: own.splits.map((split) => ({ ...split, file: '/data/train.csv' })) };
    results.update(uri, { kind: 'report', report });
    results.edited('file:///elsewhere.csv', '1', []);
    assert.ok(!results.get(uri)!.stale);
    results.edited('file:///data/train.csv', '1', []);
    assert.ok(results.get(uri)!.stale);
    assert.deepEqual([...filesIn(results.get(uri)!)], [own.file, '/data/train.csv']);
  });

  it('offers no snippet for files of data', () => {
    assert.ok(isDataFile(table.file) && isDataFile('a.NPZ') && !isDataFile(own.file));
  });
});
