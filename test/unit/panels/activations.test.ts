import assert from 'node:assert/strict';
import { activationsState, changeOfQuestions, filesIn } from '../../../src/panels/activationsState';
import { pageHtml } from '../../../src/panels/html';
import { isFromActivationsPanel } from '../../../src/protocol/activationsPanel';
import { isFromLaboratoryPanel } from '../../../src/protocol/laboratoryPanel';
import { Activations } from '../../../src/state/activations';
import { afterRun, array, file, layer, loop, reportOf, uri } from '../editor/activationReports';

describe('messages of the activations panel', () => {
  it('are taken when they are what the protocol says', () => {
    const messages = [
      { type: 'ready' },
      { type: 'reveal', place: { file: '/m.py', line: 3, column: 1, cell: 2 } },
      { type: 'command', command: 'openLaboratory' },
      { type: 'whatIf', how: { kind: 'scheme', scheme: 'he', factor: 1 } },
      { type: 'whatIf', how: { kind: 'lsuv' } },
      { type: 'whatIf', how: { kind: 'identity', factor: 1.5 } },
      { type: 'sweep', scheme: 'present' },
      { type: 'copy', text: 'W1 = ...' },
      { type: 'save', name: 'profile.svg', text: '<svg/>' },
    ];
    for (const message of messages) assert.ok(isFromActivationsPanel(message), message.type);
  });

  it('are ignored otherwise', () => {
    const messages: readonly unknown[] = [
      null,
      'ready',
      {},
      { type: 'reveal', place: { file: '/m.py', line: 0, column: 1 } },
      { type: 'command', command: 'check' },
      { type: 'command', command: 'toString' },
      { type: 'whatIf', how: { kind: 'scheme', scheme: 'kaiming', factor: 1 } },
      { type: 'whatIf', how: { kind: 'scheme', scheme: 'he', factor: Infinity } },
      { type: 'whatIf', how: { kind: 'factor' } },
      { type: 'whatIf' },
      { type: 'sweep', scheme: 'toString' },
      { type: 'copy', text: 3 },
      { type: 'save', name: 'a'.repeat(300), text: '' },
    ];
    for (const message of messages) assert.ok(!isFromActivationsPanel(message), JSON.stringify(message));
  });
});

describe('messages of the laboratory', () => {
  it('are those of its protocol', () => {
    assert.ok(isFromLaboratoryPanel({ type: 'command', command: 'showActivations' }));
    assert.ok(isFromLaboratoryPanel({ type: 'copy', text: 'x' }));
    assert.ok(!isFromLaboratoryPanel({ type: 'command', command: 'showLog' }));
    assert.ok(!isFromLaboratoryPanel({ type: 'reveal', place: { file: '/m.py', line: 1, column: 1 } }));
  });
});

describe('what the activations panel shows', () => {
  it('is what the results say', () => {
    const progress = { stage: 'Running the network', done: 0, total: null, secondsLeft: null };
    const results = new Activations((name) => `file://${name}`);
    assert.deepEqual(activationsState(undefined), { kind: 'empty' });
    results.begin({ uri, file, source: '' }, progress);
    assert.deepEqual(activationsState(results.get(uri)), { kind: 'working', file, progress });
    results.update(uri, { kind: 'cancelled' });
    assert.deepEqual(activationsState(results.get(uri)), { kind: 'cancelled', file });
    const report = loop([1, 2]);
    const { entry } = afterRun(report);
    const state = activationsState(entry);
    assert.ok(state.kind === 'report' && state.report === report && !state.stale);
    assert.deepEqual(state.questions, { whatIf: null, sweep: null, asking: null });
  });

  it('is a message of questions alone where only they changed', () => {
    const { results, entry } = afterRun(loop([1, 2]));
    results.ask(uri, { asking: 'He' });
    const after = results.get(uri)!;
    assert.deepEqual(changeOfQuestions(entry.result, after.result), {
      type: 'questions',
      questions: { whatIf: null, sweep: null, asking: 'He' },
    });
    assert.equal(changeOfQuestions(after.result, afterRun(loop([1, 2])).entry.result), null);
    assert.equal(changeOfQuestions(after.result, { kind: 'cancelled' }), null);
  });

  it('is from before an edit of any file the layers are made in, and only those can be opened', () => {
    const made = array('Z1', 3, 1);
    const elsewhere = { ...made, place: { ...made.place!, file: '/course/layers.py' } };
    const { results } = afterRun(reportOf({ layers: [layer(1, { preActivation: elsewhere })] }));
    assert.deepEqual([...filesIn(results.get(uri)!)], [file, '/course/layers.py']);
    results.edited('file:///course/other.py', '', []);
    assert.ok(!results.get(uri)!.stale);
    results.edited('file:///course/layers.py', '', []);
    assert.ok(results.get(uri)!.stale);
  });
});

describe('the page of the laboratory', () => {
  const parts = {
    cspSource: 'https://webview.example',
    nonce: 'abc',
    script: 'https://webview.example/laboratory.js',
    style: 'https://webview.example/laboratory.css',
    title: 'Laboratory',
    language: 'en',
  };
  const policyOf = (html: string) => /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

  it('may fetch the script of its worker and run it from a blob, and no more', () => {
    const html = pageHtml({ ...parts, worker: 'https://webview.example/w.js?a="b"' });
    const policy = policyOf(html);
    assert.match(policy, /connect-src https:\/\/webview\.example; worker-src blob:$/);
    assert.ok(!/unsafe-eval|\*|script-src[^;]*(unsafe-inline|blob)/.test(policy));
    assert.match(html, /<body data-worker="https:\/\/webview\.example\/w\.js\?a=&quot;b&quot;">/);
  });

  it('is the only one that may', () => {
    const html = pageHtml(parts);
    assert.doesNotMatch(policyOf(html), /connect-src|worker-src/);
    assert.match(html, /<body>/);
  });
});
