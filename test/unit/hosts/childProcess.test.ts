import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { HostProcess } from '../../../src/hosts/childProcess';

/** Starts a process of its own that keeps the standard streams open, and ends. */
const leavesOneBehind = `
  const { spawn } = require('node:child_process');
  spawn(process.execPath, ['-e', 'setTimeout(() => {}, 8000)'], { detached: true, stdio: 'inherit' }).unref();
  process.stderr.write('last words');
  process.exitCode = 7;
`;

describe('a host process', function () {
  this.timeout(20_000);

  it('has ended when it has, whoever still holds its streams', async () => {
    let said = '';
    const launch = {
      command: process.execPath,
      arguments: ['-e', leavesOneBehind],
      environment: {},
      folder: tmpdir(),
    };
    const host = new HostProcess(launch, (text) => (said += text));
    const exit = new Promise<number>((resolve) => host.child.once('exit', () => resolve(performance.now())));
    const ending = await host.ended;
    assert.deepEqual([ending.status, said], [7, 'last words']);
    assert.ok(performance.now() - (await exit) < 4000);
    await host.end();
  });
});
