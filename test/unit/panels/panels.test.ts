import assert from 'node:assert/strict';
import { pageHtml } from '../../../src/panels/html';
import { filesIn, panelState, restoredFile } from '../../../src/panels/panelState';
import { isFromGradientPanel } from '../../../src/protocol/panels';
import { afterReport } from '../editor/finding';
import { twoWrong } from '../media/reports';

describe('messages of the gradient panel', () => {
  it('are taken when they are what the protocol says', () => {
    const messages = [
      { type: 'ready' },
      { type: 'reveal', place: { file: '/m.py', line: 3, column: 1 } },
      { type: 'command', command: 'check' },
      { type: 'save', name: 'W2.svg', text: '<svg/>' },
      { type: 'copy', text: '| ε |' },
    ];
    for (const message of messages) assert.ok(isFromGradientPanel(message), message.type);
  });

  it('are ignored otherwise', () => {
    const messages: readonly unknown[] = [
      null,
      'ready',
      {},
      { type: 'reveal' },
      { type: 'reveal', place: { file: '/m.py', line: 0, column: 1 } },
      { type: 'reveal', place: { file: '/m.py', line: 1.5, column: 1 } },
      { type: 'reveal', place: { file: 3, line: 1, column: 1 } },
      { type: 'command', command: 'format' },
      { type: 'command', command: 'toString' },
      { type: 'command', command: ['check'] },
      { type: 'save', name: 'a', text: 3 },
      { type: 'save', name: 'a'.repeat(300), text: '' },
    ];
    for (const message of messages) assert.ok(!isFromGradientPanel(message), JSON.stringify(message));
  });
});

describe('the page of a panel', () => {
  const html = pageHtml({
    cspSource: 'https://webview.example',
    nonce: 'abc',
    script: 'https://webview.example/gradient.js',
    style: 'https://webview.example/gradient.css',
    title: '"<Title>"',
    language: 'en',
  });

  it('runs its own script only', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'nonce-abc';/);
    assert.ok(!/unsafe-eval|\*|script-src[^;]*unsafe-inline/.test(policy));
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.match(html, /<script nonce="abc" src="https:\/\/webview\.example\/gradient\.js">/);
    assert.match(html, /<main id="app"><\/main>/);
  });

  it('escapes what it is given', () => assert.match(html, /<title>&quot;&lt;Title&gt;&quot;<\/title>/));
});

describe('the state of a panel', () => {
  it('is what the results say', () => {
    assert.deepEqual(panelState(undefined, null), { kind: 'empty' });
    const { entry } = afterReport(twoWrong, true);
    const focus = { subject: null, tensor: 'W2' };
    const state = panelState(entry, focus);
    assert.ok(state.kind === 'report' && state.stale && state.focus === focus && state.report === twoWrong);
  });

  it('opens only files that the report speaks about', () => {
    assert.deepEqual([...filesIn(afterReport(twoWrong).entry)], [twoWrong.file]);
  });

  it('survives a restart only as far as it is sound', () => {
    assert.equal(restoredFile({ file: '/m.py', tensor: 3 }), '/m.py');
    for (const state of [undefined, null, 'x', {}, { file: 3 }, { file: '' }]) {
      assert.equal(restoredFile(state), null);
    }
  });
});
