import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { startHost } from '../../../src/hosts/processHost';

/** A host that answers each request after a while. */
const slow = `
  let id = 0;
  process.stdin.on('data', () => setTimeout(() => {
    const text = JSON.stringify({ jsonrpc: '2.0', id: ++id, result: { results: [] } });
    process.stdout.write('Content-Length: ' + Buffer.byteLength(text) + '\\r\\n\\r\\n' + text);
  }, 200));
`;

describe('a run request without steps', function () {
  this.timeout(20_000);

  it('has time to be answered', async () => {
    const launch = { command: process.execPath, arguments: ['-e', slow], environment: {}, folder: tmpdir() };
    const host = startHost(launch, new AbortController().signal, () => {});
    try {
      assert.deepEqual(await host.run([]), { ok: true, results: [] });
    } finally {
      await host.dispose();
    }
  });
});
