import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GradientLensApi } from '../../src/extension';

describe('activation', () => {
  it('takes at most 50 ms of its own', async () => {
    const extension = vscode.extensions.getExtension<GradientLensApi>('gradient-lens.gradient-lens');
    assert.ok(extension);
    const { activationMilliseconds } = await extension.activate();
    assert.ok(activationMilliseconds <= 50, `it took ${activationMilliseconds.toFixed(1)} ms`);
  });
});
