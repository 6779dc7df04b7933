import assert from 'node:assert/strict';
import { manifest, texts } from './manifest';

const { commands, menus, keybindings = [], configuration } = manifest.contributes;
const settings = Object.entries(configuration.properties);

describe('the manifest', () => {
  it('starts the extension only where it is used', () => {
    const broad = manifest.activationEvents.filter((event) => event === '*' || event === 'onStartupFinished');
    assert.deepEqual(broad, []);
  });

  it('has one category for all commands, and a title for each', () => {
    assert.deepEqual([...new Set(commands.map(({ category }) => category))], ['Gradient Lens']);
    const titles = commands.map(({ title }) => textOf(title));
    assert.deepEqual(new Set(titles).size, commands.length, 'two commands have one title');
    assert.deepEqual(
      titles.filter((title) => !/^[A-Z]\w+/.test(title)),
      [],
    );
  });

  it('shows only commands that exist', () => {
    const known = new Set(commands.map(({ command }) => command));
    const shown = [...Object.values(menus).flat(), ...keybindings].flatMap(({ command }) => command ?? []);
    assert.deepEqual(
      shown.filter((command) => !known.has(command)),
      [],
    );
  });

  it('describes every setting, with its type, default and scope', () => {
    const lacking = settings.filter(
      ([name, { type, anyOf, default: value, markdownDescription, scope }]) =>
        !name.startsWith('gradientLens.') ||
        !(type ?? anyOf) ||
        value === undefined ||
        !markdownDescription ||
        !scope,
    );
    assert.deepEqual(
      lacking.map(([name]) => name),
      [],
    );
  });

  it('says what an untrusted workspace may not do', () => {
    const { supported, description } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    assert.match(textOf(description), /trust/i);
  });

  it('has a text for every key, and no text that is not used', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key!);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
  });
});

function textOf(value: string): string {
  const key = /^%(.+)%$/.exec(value)?.[1];
  return key === undefined ? value : (texts[key] ?? '');
}
