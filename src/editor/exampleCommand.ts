import * as vscode from 'vscode';

/** A model that ships with the extension. */
interface Example {
  /** Below `examples`. */
  readonly file: string;
  readonly label: string;
  readonly detail: string;
}

/** For newcomers, the simplest first. The walkthrough opens them by file. */
function examples(): readonly Example[] {
  const { t } = vscode.l10n;
  return [
    {
      file: 'expressions/cubic.gradient.yaml',
      label: t('A cubic'),
      detail: t('J(θ) = θ³. Needs nothing installed.'),
    },
    {
      file: 'expressions/two-layer-wrong.gradient.yaml',
      label: t('A wrong network'),
      detail: t('Two layers, as formulas. Needs nothing installed.'),
    },
    {
      file: 'javascript/two-layer-wrong.ts',
      label: t('A wrong network in TypeScript'),
      detail: t('Two layers, as functions. Needs nothing installed.'),
    },
    {
      file: 'python/two_layer_wrong.py',
      label: t('A wrong network in Python'),
      detail: t('Two layers, as functions. Needs Python with numpy.'),
    },
    {
      file: 'normalization/own.ts',
      label: t('A test set normalized by itself'),
      detail: t('For Show Normalization Statistics. Needs nothing installed.'),
    },
    {
      file: 'activations/exploding.ts',
      label: t('A deep network that explodes'),
      detail: t('For Show Activation Scales. Needs nothing installed.'),
    },
  ];
}

/** Opens an example as a new document, which can be edited and saved anywhere; without a file, the user chooses. */
export async function openExample(extension: vscode.Uri, file: unknown): Promise<void> {
  const all = examples();
  const example =
    all.find((one) => one.file === file) ??
    (await vscode.window.showQuickPick(all, {
      title: vscode.l10n.t('Open an Example'),
      matchOnDetail: true,
    }));
  if (example === undefined) return;
  const source = vscode.Uri.joinPath(extension, 'examples', ...example.file.split('/'));
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(source));
  const document = await vscode.workspace.openTextDocument(
    vscode.Uri.from({ scheme: 'untitled', path: example.file.replace(/^.*\//, '') }),
  );
  const editor = await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
  if (document.getText() !== '') return;
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), content), {
    undoStopBefore: false,
    undoStopAfter: false,
  });
  editor.selection = new vscode.Selection(0, 0, 0, 0);
  editor.revealRange(new vscode.Range(0, 0, 0, 0));
}
