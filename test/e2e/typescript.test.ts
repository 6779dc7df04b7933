import assert from 'node:assert/strict';
import { openWorkbench, type Workbench } from '../support';

const check = 'Gradient Lens: Check Gradients';

/** A line through points, with half of the slope's gradient. */
const model = `const X = [0.5, -1.2, 2.1, 0.3];
const Y = [1.4, -0.9, 3.2, 1.1];

export const initializeParameters = () => ({ w: [0.7], b: [-0.2] });

export function forward(X: number[], { w, b }: Record<'w' | 'b', number[]>): number[] {
  return X.map((x) => w![0]! * x + b![0]!);
}

export function computeCost(predictions: number[], Y: number[]): number {
  return predictions.reduce((sum, p, i) => sum + (p - Y[i]!) ** 2, 0) / Y.length;
}

export function backward(X: number[], Y: number[], predictions: number[]) {
  const errors = predictions.map((p, i) => p - Y[i]!);
  const dw = [errors.reduce((sum, e, i) => sum + e * X[i]!, 0) / X.length];
  const db = [(2 * errors.reduce((sum, e) => sum + e, 0)) / X.length];
  return { dw, db };
}
`;

const layers = `import numpy as np


def affine_forward(x, w, b):
    return x @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


def tanh_forward(x):
    out = np.tanh(x)
    return out, out


def tanh_backward(dout, cache):
    dx = dout * (1 - cache)
    return dx


def reversal_forward(x):
    return x * 1.0, None


def reversal_backward(dout, cache):
    dx = -dout  # gradient-lens: expected gradient reversal
    return dx
`;

describe('models in TypeScript, and files of layers', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({
      workspace: { 'line.ts': model, 'layers.py': layers, 'page.ts': 'export const colour = "red";\n' },
    });
  });

  after(() => workbench.dispose());

  it('marks the line of a wrong gradient', async () => {
    await workbench.openFile('line.ts');
    await workbench.runCommand(check);
    await workbench.statusBar(/✗ 1 of 2 gradients wrong/);
    assert.match(await workbench.problem(/dw/), /Ln 16/);
    await workbench.openFile('line.ts', 16);
    await workbench.editor.locator('.squiggly-error').first().waitFor();
  });

  it('says why a script that is no model cannot be checked, and accuses no line', async () => {
    await workbench.openFile('page.ts');
    await workbench.runCommand(check);
    await workbench.statusBar(/Gradients not checked/);
    await workbench.openFile('page.ts', 1);
    assert.equal(await workbench.editor.locator('.squiggly-error').count(), 0);
  });

  it('lists the layers of a file, names each, and does not hold against it what is declared', async () => {
    await workbench.openFile('layers.py');
    await workbench.runCommand(check);
    await workbench.statusBar(/✗ 1 of 3 layers is wrong: tanh/);
    const panel = workbench.webview();
    await panel.locator('.checks tr[aria-selected=true]').getByText('tanh').waitFor();
    await panel.locator('.checks tr').getByText('reversal').click();
    await panel.locator('.check-head').getByText('gradient reversal').waitFor();
    assert.match(await workbench.problem(/dx of tanh/), /Ln 22/);
    await workbench.problem(/as declared: gradient reversal/);
  });
});
