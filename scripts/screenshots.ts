/**
 * Takes the pictures of the README in a real VS Code: `npx tsx scripts/screenshots.ts [FOLDER [NAME ...]]`.
 * Needs `npm run build` and what `npm run test:e2e` installs.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openWorkbench, type Workbench } from '../test/support';
import { root } from './tools/path';

interface Picture {
  readonly name: string;
  /** Folder of examples to open, or files; the folder of the Python files unless told. */
  readonly workspace?: string | Readonly<Record<string, string>>;
  readonly theme: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly take: (workbench: Workbench) => Promise<void>;
}

const check = 'Gradient Lens: Check Gradients';
const settle = 1_500;

async function checkWrongNetwork(
  workbench: Workbench,
  file = 'two_layer_wrong.py',
  line = 64,
): Promise<void> {
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.openFile(file, line);
  await workbench.runCommand(check);
  await workbench.statusBar(/gradients wrong/);
  await workbench.webview().getByText('relative difference').first().waitFor();
  await workbench.page.waitForTimeout(settle);
}

async function checkWrongNotebook(workbench: Workbench): Promise<void> {
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.openFile('planar_data_wrong.ipynb');
  await workbench.runCommand(check);
  await workbench.statusBar(/gradients wrong/);
  // The notebook shows its texts and outputs in a webview of its own, which comes first.
  await workbench.webview(1).getByRole('button', { name: 'cell 13, line 14' }).first().click();
  await workbench.page.locator('.squiggly-error').first().waitFor();
  await workbench.page.locator('.codelens-decoration').first().waitFor();
  await workbench.page.keyboard.press('Escape');
  await workbench.page.mouse.move(500, 850);
  await workbench.page.waitForTimeout(settle);
}

/** Shows the hover of the first squiggle. */
async function hoverWrongLine(workbench: Workbench): Promise<void> {
  const box = await workbench.page.locator('.squiggly-error').first().boundingBox();
  if (!box) throw new Error('No wrong line is marked.');
  // Two moves: the editor shows a hover only for a pointer that came from elsewhere.
  await workbench.page.mouse.move(box.x + 20, box.y + 8);
  await workbench.page.mouse.move(box.x + 24, box.y + 9);
  await workbench.page.locator('.monaco-hover-content').first().waitFor();
  await workbench.page.waitForTimeout(settle);
}

/** The mistake that courses warn of: a cost of the shape (1, m). */
const arrayCost = `import numpy as np

X = np.random.default_rng(1).normal(size=(2, 50))
Y = (X[:1] * X[1:] > 0) * 1.0


def initialize_parameters():
    return {"W": np.random.default_rng(2).normal(size=(1, 2)), "b": np.zeros((1, 1))}


def forward_propagation(X, parameters):
    Z = parameters["W"] @ X + parameters["b"]
    return 1 / (1 + np.exp(-Z))


def compute_cost(A, Y):
    return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))


def backward_propagation(X, Y, A):
    m = X.shape[1]
    dZ = A - Y
    return {"dW": dZ @ X.T / m, "db": np.sum(dZ, axis=1, keepdims=True) / m}
`;

const pictures: readonly Picture[] = [
  {
    name: 'editor',
    theme: 'Default Dark Modern',
    size: { width: 1480, height: 860 },
    take: async (workbench) => {
      await checkWrongNetwork(workbench);
      await hoverWrongLine(workbench);
    },
  },
  {
    name: 'typescript',
    workspace: 'examples/javascript',
    theme: 'Default Dark Modern',
    size: { width: 1480, height: 860 },
    take: async (workbench) => {
      await checkWrongNetwork(workbench, 'two-layer-wrong.ts', 62);
      await hoverWrongLine(workbench);
    },
  },
  {
    name: 'error',
    workspace: { 'model.py': arrayCost },
    theme: 'Default Light Modern',
    size: { width: 1480, height: 620 },
    take: async (workbench) => {
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await workbench.openFile('model.py', 16);
      await workbench.runCommand(check);
      await workbench.statusBar(/Gradients not checked/);
      await workbench.page.locator('.squiggly-error').first().waitFor();
      await hoverWrongLine(workbench);
    },
  },
  {
    name: 'notebook',
    workspace: 'examples/notebooks',
    theme: 'Default Light Modern',
    size: { width: 1480, height: 860 },
    take: checkWrongNotebook,
  },
  {
    name: 'activations',
    workspace: 'examples/activations',
    theme: 'Default Dark Modern',
    size: { width: 1480, height: 1000 },
    take: async (workbench) => {
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await workbench.openFile('vanishing.py');
      await workbench.runCommand('Gradient Lens: Show Activation Scales');
      await workbench.webview().getByText('Scale through depth').first().waitFor();
      await workbench.page.mouse.move(500, 950);
      await workbench.page.waitForTimeout(settle);
    },
  },
  {
    name: 'normalization',
    workspace: 'examples/normalization',
    theme: 'Default Dark Modern',
    size: { width: 1480, height: 1060 },
    take: async (workbench) => {
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await workbench.openFile('own.py');
      await workbench.runCommand('Gradient Lens: Show Normalization Statistics');
      await workbench.webview().getByText('Whose statistics?').first().waitFor();
      await workbench.page.locator('.squiggly-warning').first().waitFor();
      await workbench.page.mouse.move(500, 950);
      await workbench.page.waitForTimeout(settle);
    },
  },
  {
    name: 'panel',
    theme: 'Default Light Modern',
    size: { width: 1100, height: 1180 },
    take: async (workbench) => {
      await checkWrongNetwork(workbench);
      await workbench.webview().getByRole('row', { name: /W2/ }).first().click();
      await workbench.runCommand('View: Focus Right Editor Group');
      await workbench.runCommand('View: Toggle Maximize Editor Group');
      await workbench.page.waitForTimeout(settle);
    },
  },
];

async function main(): Promise<void> {
  const folder = path.resolve(process.argv[2] ?? path.join(root, 'media', 'readme'));
  const wanted = process.argv.slice(3);
  mkdirSync(folder, { recursive: true });
  for (const { name, workspace = 'examples/python', theme, size, take } of pictures) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const workbench = await openWorkbench({
      workspace,
      size,
      settings: {
        'workbench.colorTheme': theme,
        'editor.minimap.enabled': false,
        'editor.stickyScroll.enabled': false,
        'editor.hover.delay': 100,
        'window.commandCenter': false,
      },
    });
    await take(workbench);
    const file = path.join(folder, `${name}.png`);
    await workbench.page.screenshot({ path: file });
    console.log(file);
    await workbench.dispose();
  }
}

void main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
