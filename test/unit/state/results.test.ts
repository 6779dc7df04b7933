import assert from 'node:assert/strict';
import type { Entry } from '../../../src/state/results';
import { findingsOf } from '../../../src/state/findings';
import { Results } from '../../../src/state/results';
import { report, checkReport, tensorReport, twoWrong } from '../media/reports';

const file = twoWrong.file;
const uri = `file://${file}`;
const source = 'a\nb\nc\n';
const progress = { stage: 'Loading', done: 0, total: null, secondsLeft: null, tensors: [] };
const insertLine = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0, text: 'new\n' };

function checked(value = twoWrong): Results {
  const results = new Results((name) => `file://${name}`);
  results.begin({ uri, file, source }, progress);
  results.update(uri, { kind: 'report', report: value });
  return results;
}

function entryOf(results: Results): Entry {
  const entry = results.get(uri);
  assert.ok(entry);
  return entry;
}

describe('results', () => {
  it('are stale as soon as the document differs, and fresh again when the edit is undone', () => {
    const results = checked();
    results.edited(uri, `new\n${source}`, [insertLine]);
    assert.equal(entryOf(results).stale, true);
    results.edited(uri, source, [{ ...insertLine, endLine: 1, text: '' }]);
    assert.equal(entryOf(results).stale, false);
  });

  it('move their places along with edits', () => {
    const results = checked();
    const place = twoWrong.checks[0]!.tensors[0]!.location!;
    results.edited(uri, `new\n${source}`, [insertLine]);
    results.edited(uri, `new\nnew\n${source}`, [insertLine]);
    assert.equal(results.currentPlace(entryOf(results), place).line, place.line + 2);
  });

  it('stay stale when the edit came while the check was running', () => {
    const results = new Results((name) => `file://${name}`);
    results.begin({ uri, file, source }, progress);
    results.edited(uri, `new\n${source}`, [insertLine]);
    results.update(uri, { kind: 'report', report: twoWrong });
    assert.equal(entryOf(results).stale, true);
  });

  it('are stale when a helper file they speak about is edited', () => {
    const helper = { ...tensorReport({ name: 'W1', shape: [2, 2] }) };
    const location = { ...helper.location!, file: '/home/ada/course/week5/helper.py' };
    const results = checked(report(checkReport([{ ...helper, location }])));
    results.edited('file:///home/ada/other.py', 'x', [insertLine]);
    assert.equal(entryOf(results).stale, false);
    results.edited('file:///home/ada/course/week5/helper.py', 'x', [insertLine]);
    assert.equal(entryOf(results).stale, true);
    assert.equal(results.currentPlace(entryOf(results), location).line, location.line + 1);
  });

  it('have nothing to mark where the text of a place was deleted', () => {
    const results = checked();
    const place = twoWrong.checks[0]!.tensors[0]!.location!;
    const marks = findingsOf(results, entryOf(results)).length;
    const line = { startLine: place.line - 1, startColumn: 0, endLine: place.line, endColumn: 0, text: '' };
    results.edited(uri, 'shorter', [line]);
    assert.equal(results.isGone(entryOf(results), place), true);
    assert.equal(findingsOf(results, entryOf(results)).length, marks - 1);
  });

  it('begin afresh with the next check', () => {
    const results = checked();
    results.edited(uri, 'x', [insertLine]);
    results.begin({ uri, file, source: 'x' }, progress);
    assert.equal(entryOf(results).stale, false);
    assert.equal(results.currentPlace(entryOf(results), twoWrong.checks[0]!.tensors[0]!.location!).line, 37);
  });

  it('follow a renamed document, edits included', () => {
    const results = checked();
    results.edited(uri, `new\n${source}`, [insertLine]);
    const heard: string[] = [];
    results.onDidChange((changed) => heard.push(changed));
    results.rename(uri, 'file:///new.py');
    assert.equal(results.get(uri), undefined);
    assert.deepEqual(heard, [uri, 'file:///new.py']);
    const moved = results.get('file:///new.py')!;
    const place = twoWrong.checks[0]!.tensors[0]!.location!;
    assert.equal(results.documentOf(moved, place), 'file:///new.py');
    assert.equal(results.currentPlace(moved, place).line, place.line + 1);
  });

  it('of one document do not touch those of another', () => {
    const results = checked();
    results.begin({ uri: 'file:///b.py', file: '/b.py', source }, progress);
    results.clear('file:///b.py');
    assert.equal(entryOf(results).result.kind, 'report');
    results.clearAll();
    assert.deepEqual(results.all(), []);
  });

  it('ignore what comes for a document that was cleared', () => {
    const results = checked();
    results.clear(uri);
    results.update(uri, { kind: 'cancelled' });
    assert.equal(results.get(uri), undefined);
  });
});

describe('the result of a notebook', () => {
  const uri = 'file:///model.ipynb';
  const file = '/model.ipynb';
  const cells = ['cell:1', 'cell:2', 'cell:3'].map((own) => ({ uri: own, text: `text of ${own}` }));
  const place = { file, cell: 2, line: 4, column: 1, endLine: 4, endColumn: 9, function: 'f' };
  const insertLine = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0, text: 'new\n' };

  function checkedNotebook(): Results {
    const results = new Results((path) => `file://${path}`);
    results.begin({ uri, file, source: 'whole', cells }, progress);
    return results;
  }

  it('places what it says in its cells', () => {
    const results = checkedNotebook();
    const entry = results.get(uri)!;
    assert.equal(results.documentOf(entry, place), 'cell:2');
    assert.equal(results.textOf(entry, place), 'text of cell:2');
    assert.equal(results.documentOf(entry, { file }), uri);
    assert.equal(results.documentOf(entry, { file: '/helper.py' }), 'file:///helper.py');
  });

  it('goes stale with an edit of any cell, moves with those of its own, and comes back when they are undone', () => {
    const results = checkedNotebook();
    results.edited(uri, 'edited', [insertLine], 'cell:1');
    assert.equal(results.get(uri)!.stale, true);
    assert.equal(results.currentPlace(results.get(uri)!, place).line, 4);
    results.edited(uri, 'edited again', [insertLine], 'cell:2');
    assert.equal(results.currentPlace(results.get(uri)!, place).line, 5);
    results.edited(uri, 'whole', [], 'cell:2');
    assert.equal(results.get(uri)!.stale, false);
    assert.equal(results.currentPlace(results.get(uri)!, place).line, 4);
  });

  it('goes stale when cells are added, removed or moved', () => {
    const results = checkedNotebook();
    results.edited(uri, 'other cells', []);
    assert.equal(results.get(uri)!.stale, true);
  });
});
