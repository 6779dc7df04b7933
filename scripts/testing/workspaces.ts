/** What is open in the editor while its tests run, by the name of the folder of test/vscode that has them. */
import type { Workspace } from '../../test/support/workspace';

type Opened = Parameters<typeof Workspace.create>[0];

/** The wrong model of a folder, which imports its own `settings.py`. */
const model = (factor: number): Readonly<Record<string, string>> => ({
  'settings.py': `factor = ${factor}\n`,
  'models/model.py': `import numpy as np
from settings import factor

params = {"w": np.array([0.5, -1.0])}
X = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]])
y = np.array([1.0, 0.0, 2.0])


def cost(params, X, y):
    return float(((X @ params["w"] - y) ** 2).mean() / 2)


def backward(params, X, y):
    return {"dw": factor * X.T @ (X @ params["w"] - y) / len(y)}
`,
});

function within(folder: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

const several = 'several.code-workspace';

export const workspaces: Readonly<Record<string, Opened>> = {
  '': 'examples',
  severalFolders: {
    ...within('right', model(1)),
    ...within('triple', model(3)),
    [several]: JSON.stringify({ folders: [{ path: 'right' }, { path: 'triple' }] }),
  },
};

/** What of it to open. */
export function workspaceFile(opened: Opened): string {
  return typeof opened !== 'string' && several in opened ? several : '';
}
