import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as ids from '../../../src/environment/ids';
import * as documents from '../../../src/environment/modelDocuments';
import { dataEndings } from '../../../src/data/openData';
import { dataWhenClause } from '../../../src/environment/dataFiles';
import { isDataFile } from '../../../src/protocol/normalizationPanel';
import { modelKind, notebookWhenClause } from '../../../src/environment/modelDocuments';
import { bounds, methods, schemes } from '../../../src/environment/options';
import { languageOf } from '../../../src/workflow/languages';
import { defaultCheckOptions } from '../../../src/workflow/options';

const root = path.resolve(__dirname, '..', '..', '..');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');

interface Setting {
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly { readonly minimum?: number; readonly maximum?: number }[];
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: string[] } };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly colors: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly markdown: string } }[];
    }[];
  };
}

const text = read('package.json');
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;
const setting = (key: string): Setting => contributes.configuration.properties[`gradientLens.${key}`]!;

describe('the manifest', () => {
  it('declares the commands of the code, in one category', () => {
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).sort(),
      Object.values(ids.command).sort(),
    );
    for (const { category } of contributes.commands) assert.equal(category, 'Gradient Lens');
  });

  it('hides commands that need arguments from the palette', () => {
    const palette = new Map(contributes.menus['commandPalette']!.map(({ command, when }) => [command, when]));
    for (const id of ids.internalCommands) assert.equal(palette.get(id), 'false', id);
  });

  it('knows models as the code does', () => {
    const {
      'notebook/toolbar': toolbar = [],
      'notebook/cell/title': cell = [],
      commandPalette: palette = [],
      'explorer/context': explorer = [],
      ...menus
    } = contributes.menus;
    const clausesOf = (items: typeof palette, id: string) =>
      items.filter(({ command }) => command === id).map(({ when = '' }) => when);
    const {
      checkAfterTraining,
      checkGradients,
      checkGradientsAtCursor,
      insertModelContract,
      showActivations,
    } = ids.command;
    for (const id of [checkGradients, checkAfterTraining])
      assert.deepEqual(clausesOf(palette, id), [documents.modelWhenClause]);
    for (const id of [checkGradientsAtCursor, insertModelContract, showActivations])
      assert.deepEqual(clausesOf(palette, id), [`${documents.sourceWhenClause} || ${notebookWhenClause}`]);
    const editor = Object.values(menus).flat();
    for (const when of clausesOf(editor, checkGradients))
      assert.ok(when.startsWith(documents.evidentWhenClause), when);
    for (const id of [checkGradientsAtCursor, showActivations])
      assert.deepEqual(clausesOf(editor, id), [documents.evidentSourceWhenClause]);
    for (const when of clausesOf(explorer, checkGradients))
      assert.ok(when.startsWith(documents.explorerWhenClause), when);
    for (const { when = '' } of [...toolbar, ...cell]) assert.ok(when.startsWith(notebookWhenClause), when);
    assert.ok(toolbar.length > 0 && cell.length > 0);
  });

  it('knows data files as the code does', () => {
    const clauses = Object.values(contributes.menus)
      .flat()
      .filter(({ command }) => command === ids.command.showNormalization)
      .map(({ when = '' }) => when);
    assert.equal(clauses.length, 3);
    for (const when of clauses) assert.ok(when.includes(dataWhenClause), when);
    const endings = /\\\.\(([^)]*)\)/.exec(dataWhenClause)![1]!.split('|');
    assert.deepEqual(
      endings.map((ending) => isDataFile(`/a/b.${ending}`)),
      endings.map(() => true),
    );
    assert.deepEqual(endings.map((ending) => `.${ending}`).sort(), [...dataEndings].sort());
  });

  it('uses only context keys that are set', () => {
    const used = new Set(text.match(/gradientLens\.(hasResults|checking|hasReadings|computesGradients)\b/g));
    assert.deepEqual([...used].sort(), Object.values(ids.contextKey).sort());
  });

  it('declares the settings of the code, with scope and description', () => {
    const declared = Object.keys(contributes.configuration.properties);
    assert.deepEqual(
      declared.sort(),
      Object.values(ids.setting)
        .map((key) => `gradientLens.${key}`)
        .sort(),
    );
    for (const [key, { scope, markdownDescription }] of Object.entries(
      contributes.configuration.properties,
    )) {
      assert.ok(scope, key);
      assert.ok(markdownDescription, key);
    }
    assert.ok(
      manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes('gradientLens.python'),
    );
  });

  it('has the defaults and bounds of the code', () => {
    const pairs = [
      ['exhaustiveSeconds', 'exhaustiveSeconds'],
      ['budget', 'budget'],
      ['seed', 'seed'],
      ['examples', 'examples'],
      ['timeout.load', 'loadTimeout'],
      ['timeout.evaluation', 'evaluationTimeout'],
    ] as const;
    for (const [key, option] of pairs) {
      const { default: value, minimum, maximum } = setting(key);
      assert.equal(value, defaultCheckOptions[option], key);
      assert.deepEqual({ minimum, maximum }, bounds[option], key);
    }
    assert.equal(setting('step').default, defaultCheckOptions.step);
    assert.equal(setting('scheme').default, defaultCheckOptions.scheme);
    assert.equal(setting('method').default, defaultCheckOptions.method);
    assert.deepEqual(setting('scheme').enum, schemes);
    assert.deepEqual(setting('method').enum, methods);
    const { minimum, maximum } = setting('step').anyOf![1]!;
    assert.deepEqual({ minimum, maximum }, bounds.step);
  });

  it('declares the colours of the code; their defaults are colours of the theme', () => {
    assert.deepEqual(contributes.colors.map(({ id }) => id).sort(), Object.values(ids.color).sort());
    for (const { defaults } of contributes.colors) {
      assert.deepEqual(Object.keys(defaults).sort(), ['dark', 'highContrast', 'highContrastLight', 'light']);
      for (const value of Object.values(defaults)) assert.ok(!value.startsWith('#'), value);
    }
  });

  it('has a text for every key, and no more texts than keys', () => {
    const used = new Set([...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
    const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
    assert.deepEqual([...used].sort(), Object.keys(texts).sort());
  });

  it('names files that exist', () => {
    assert.ok(existsSync(path.join(root, manifest.icon)));
    for (const { steps } of contributes.walkthroughs) {
      for (const { media } of steps) assert.ok(existsSync(path.join(root, media.markdown)), media.markdown);
    }
  });

  it('activates for what it serves only', () => {
    assert.ok(
      manifest.activationEvents.every((event) => /^(onLanguage|onNotebook|onWebviewPanel):/.test(event)),
    );
    const panels = [
      ids.gradientPanelView,
      ids.normalizationPanelView,
      ids.activationsPanelView,
      ids.laboratoryPanelView,
    ];
    assert.deepEqual(
      manifest.activationEvents.filter((event) => event.startsWith('onWebviewPanel:')),
      panels.map((view) => `onWebviewPanel:${view}`),
    );
  });
});

describe('a model document', () => {
  const kind = (languageId: string, fileName: string, scheme = 'file') =>
    modelKind({ languageId, fileName, scheme });

  it('is a source file or an expression model', () => {
    assert.equal(kind('python', '/a/m.py'), 'python');
    assert.equal(kind('typescript', '/a/m.mts'), 'javascript');
    assert.equal(kind('javascript', '/a/m.cjs'), 'javascript');
    assert.equal(kind('javascript', 'Untitled-1', 'untitled'), 'javascript');
    assert.equal(kind('typescript', '/a/m.d.ts'), null);
    assert.equal(kind('javascriptreact', '/a/m.jsx'), null);
    assert.equal(kind('javascript', '/a/m.es6'), null);
    assert.equal(kind('xml', '/a/translation.ts'), null);
    assert.equal(kind('python', 'Untitled-1', 'untitled'), 'python');
    assert.equal(kind('yaml', '/a/cubic.gradient.yaml'), 'expression');
    assert.equal(kind('plaintext', '/a/cubic.gradient.json'), 'expression');
    assert.equal(kind('json', '/a/package.json'), null);
    assert.equal(kind('python', '/a/m.py', 'git'), null);
  });

  it('is what the workflow can check', () => {
    const names = ['/a/m.py', '/a/m.js', '/a/m.mjs', '/a/m.cts', '/a/c.gradient.yml', '/a/c.gradient.json'];
    for (const name of names) {
      const language = /\.py$/.test(name) ? 'python' : /\.\w?js$/.test(name) ? 'javascript' : 'typescript';
      const id = name.includes('gradient') ? 'yaml' : language;
      assert.equal(languageOf(name)?.name, kind(id, name), name);
    }
  });
});
