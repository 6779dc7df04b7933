import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/tools/path';
import { filesIn } from './archive';
import { manifest } from './manifest';
import { packedExtension } from './vsix';

const kilobyte = 1000;

/** All that may ship; whatever else is in the package was not meant to be. */
const allowed = [
  /^package(\.nls(\.[\w-]+)?)?\.json$/,
  /^(readme|changelog)\.md$/,
  /^LICENSE\.txt$/,
  /^dist\/(extension(-\d+)?|cli|host-javascript)\.js$/,
  /^dist\/media\/\w+\.(js|css)$/,
  /^media\/(icons\/|walkthrough\/)?[\w-]+\.(png|svg|md)$/,
  /^schemas\/[\w.-]+\.json$/,
  /^python\/gradient_lens_host\/(\w+\/)*\w+\.py$/,
  /^examples\/([\w-]+\/)*[\w-]+(\.\w+)*\.(md|py|ipynb|json|yaml|[mc]?js|[mc]?ts|csv|npy|npz)$/,
];

describe('the packed extension', () => {
  let vsix: string;
  let files: Map<string, number>;

  before(async function () {
    this.timeout('6m');
    vsix = await packedExtension();
    files = filesIn(vsix);
  });

  it('holds only what is meant to ship', () => {
    const unexpected = [...files.keys()].filter((name) => !allowed.some((pattern) => pattern.test(name)));
    assert.deepEqual(unexpected, []);
  });

  it('holds every file that the manifest names', () => {
    const named = [...JSON.stringify(manifest).matchAll(/"(?:\.\/)?((?:dist|media|schemas)\/[^"]+)"/g)];
    const missing = named.map(([, name]) => name!).filter((name) => !files.has(name));
    assert.ok(named.length > 0);
    assert.deepEqual(missing, []);
  });

  it('holds the pages of all panels, the worker of the laboratory, and a schema for each kind of report', () => {
    const pages = ['gradient', 'normalization', 'activations', 'laboratory'];
    const expected = [
      ...pages.flatMap((name) => [`dist/media/${name}.js`, `dist/media/${name}.css`]),
      'dist/media/laboratoryWorker.js',
      ...['check', 'normalization', 'activations'].map((name) => `schemas/${name}.schema.json`),
    ];
    assert.deepEqual(
      expected.filter((name) => !files.has(name)),
      [],
    );
  });

  it('holds the whole Python host and all examples', () => {
    const sources = [
      ...below('python/gradient_lens_host', /\.py$/),
      ...below('examples', /\.(md|py|ipynb|json|yaml)$/),
    ];
    const missing = sources.filter((name) => !files.has(name));
    assert.deepEqual(missing, []);
  });

  it('is small', () => {
    const extension = files.get('dist/extension.js') ?? Number.NaN;
    assert.ok(extension <= 500 * kilobyte, `extension.js has ${extension} bytes`);
    const whole = statSync(vsix).size;
    assert.ok(whole <= 3000 * kilobyte, `the package has ${whole} bytes`);
  });

  it('tells nothing about the machine it was built on', () => {
    const bundles = [...files.keys()].filter((name) => name.startsWith('dist/'));
    const telling = bundles.filter((name) =>
      readFileSync(path.join(root, name), 'utf8').includes(root + path.sep),
    );
    assert.deepEqual(telling, []);
  });
});

function below(folder: string, pattern: RegExp): string[] {
  const names = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  const isShipped = (name: string) => pattern.test(name) && !/(^|[\\/])[._]{1,2}\w*cache/.test(name);
  return names.filter(isShipped).map((name) => path.posix.join(folder, name.replaceAll('\\', '/')));
}
