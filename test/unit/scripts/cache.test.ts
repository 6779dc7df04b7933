import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cached } from '../../../scripts/tools/cache';

describe('cache of what tests need', () => {
  const before = process.env.GRADIENT_LENS_CACHE;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gradient-lens-cache-'));
    process.env.GRADIENT_LENS_CACHE = folder;
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
    if (before === undefined) delete process.env.GRADIENT_LENS_CACHE;
    else process.env.GRADIENT_LENS_CACHE = before;
  });

  it('makes a thing once, however many ask for it at the same time', async () => {
    let made = 0;
    const make = async (draft: string) => {
      made++;
      await pause(20);
      writeFileSync(path.join(draft, 'content'), '');
    };
    const found = await Promise.all([cached('thing-1', make), cached('thing-1', make)]);
    assert.equal(made, 1);
    assert.deepEqual(found, [path.join(folder, 'thing-1'), path.join(folder, 'thing-1')]);
    assert.deepEqual(readdirSync(folder), ['thing-1'], 'nothing else is left');
  });

  it('keeps nothing of a failure', async () => {
    await assert.rejects(
      cached('thing-1', async (draft) => {
        writeFileSync(path.join(draft, 'half'), '');
        throw new Error('no network');
      }),
      /no network/,
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is not stopped by what a killed process left', async () => {
    const nobody = 2 ** 30;
    writeFileSync(path.join(folder, 'thing-1.lock'), String(nobody));
    writeFileSync(path.join(folder, `thing-1.draft-${nobody}`), '');
    await cached('thing-1', async () => {});
    assert.deepEqual(readdirSync(folder), ['thing-1']);
  });
});
