import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const prefix = 'gradientLens.';

describe('the extension in the editor', () => {
  let extension: vscode.Extension<unknown>;

  before(async () => {
    const found = vscode.extensions.getExtension('gradient-lens.gradient-lens');
    assert.ok(found, 'the editor does not know the extension');
    extension = found;
    await extension.activate();
  });

  it('registers the commands of its manifest, and no others', async () => {
    const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const declared = contributes.commands.map(({ command }) => command);
    const registered = (await vscode.commands.getCommands(true)).filter((command) =>
      command.startsWith(prefix),
    );
    assert.deepEqual(registered.sort(), declared.sort());
  });

  it('has a default for every setting', () => {
    const { contributes } = extension.packageJSON as {
      contributes: { configuration: { properties: Record<string, { default: unknown }> } };
    };
    for (const [name, { default: value }] of Object.entries(contributes.configuration.properties)) {
      assert.deepEqual(vscode.workspace.getConfiguration().get(name), value, name);
    }
  });
});
