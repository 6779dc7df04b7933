import assert from 'node:assert/strict';
import { run } from '../../../scripts/tools/process';

const node = process.execPath;

describe('child processes of the scripts', () => {
  it('report their status and what they wrote', async () => {
    const program = 'console.log("out"); console.error("err"); process.exit(3)';
    const { code, output, timedOut } = await run(node, ['-e', program], { quiet: true, timeLimit: 20_000 });
    assert.deepEqual(
      { code, timedOut, lines: output.trim().split('\n').sort() },
      {
        code: 3,
        timedOut: false,
        lines: ['err', 'out'],
      },
    );
  });

  it('report a program that does not exist', async () => {
    const { code, output } = await run('gradient-lens-no-such-program', [], {
      quiet: true,
      timeLimit: 20_000,
    });
    assert.equal(code, null);
    assert.match(output, /ENOENT/);
  });

  it('are ended with all their descendants when their time is over', async () => {
    // The grandchild shares the output, which is at its end only when all who could write to it are gone.
    const grandchild = 'setTimeout(() => {}, 60_000)';
    const child = `require("node:child_process").spawn(process.execPath, ["-e", "${grandchild}"], { stdio: "inherit" });
      console.log("both run"); setTimeout(() => {}, 60_000)`;
    const { code, output, timedOut } = await run(node, ['-e', child], { quiet: true, timeLimit: 1_000 });
    assert.deepEqual({ code, output, timedOut }, { code: null, output: 'both run\n', timedOut: true });
  }).timeout(20_000);
});
