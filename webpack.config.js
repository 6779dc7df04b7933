// Builds every bundle of the extension. `npm run build` writes them minified to dist/; `npm run watch` keeps them
// up to date with source maps.

const { chmodSync, existsSync } = require('node:fs');
const { join } = require('node:path');
const { EsbuildPlugin } = require('esbuild-loader');
const { BannerPlugin } = require('webpack');

const root = __dirname;
const dist = join(root, 'dist');

/** What Electron of the oldest supported VS Code, and the oldest supported Node, understand. */
const language = { node: 'node20', web: 'chrome128' };

/** What all targets have in common. `platform` is 'node' or 'web'; `parts` allows more files than one. */
function bundle(
  { name, entry, platform, tsconfig = 'tsconfig.json', parts = false, output, ...rest },
  production,
) {
  return {
    name,
    context: root,
    mode: production ? 'production' : 'development',
    target: platform === 'node' ? 'node20' : 'web',
    entry: { [name]: entry },
    output: {
      path: dist,
      filename: '[name].js',
      chunkFilename: `${name}-[id].js`,
      // Parts of an earlier build would be shipped with those of this one.
      clean: parts && { keep: (asset) => !asset.startsWith(`${name}-`) },
      ...output,
    },
    devtool: production ? false : 'source-map',
    resolve: { extensions: ['.ts', '.js'] },
    module: {
      parser: { javascript: { dynamicImportMode: parts ? 'lazy' : 'eager', createRequire: false } },
      rules: [
        {
          test: /\.ts$/,
          loader: 'esbuild-loader',
          options: { target: language[platform], tsconfig: join(root, tsconfig) },
        },
      ],
    },
    optimization: {
      chunkIds: 'deterministic',
      // What several parts need, such as the parsers, is a part of its own.
      splitChunks: parts && { chunks: 'async', minSize: 20_000 },
      minimizer: [
        new EsbuildPlugin({ target: language[platform], legalComments: 'none', css: platform === 'web' }),
      ],
    },
    performance: { hints: false },
    infrastructureLogging: { level: 'warn' },
    stats: { preset: 'errors-warnings', assets: true, timings: true },
    ...rest,
  };
}

/** Makes the file that `bin` of package.json names runnable by itself. */
const executable = {
  apply(compiler) {
    compiler.hooks.afterEmit.tap('executable', () => {
      if (existsSync(join(dist, 'cli.js'))) chmodSync(join(dist, 'cli.js'), 0o755);
    });
  },
};

/** The page of a panel; a style sheet imported by its entry becomes dist/media/NAME.css. */
function panel(name) {
  return {
    name,
    entry: `./media/${name}/main.ts`,
    platform: 'web',
    tsconfig: 'media/tsconfig.json',
    output: { path: join(dist, 'media'), cssFilename: '[name].css' },
    experiments: { css: true },
  };
}

const targets = [
  {
    name: 'extension',
    entry: './src/extension.ts',
    platform: 'node',
    output: { library: { type: 'commonjs2' } },
    parts: true, // what it imports dynamically is loaded when it is needed
    externals: { vscode: 'commonjs vscode' },
  },
  {
    name: 'cli',
    entry: './src/cli.ts',
    platform: 'node',
    plugins: [new BannerPlugin({ banner: '#!/usr/bin/env node', raw: true }), executable],
  },
  { name: 'host-javascript', entry: './src/host-javascript/main.ts', platform: 'node' },
  panel('gradient'),
  panel('normalization'),
  panel('activations'),
  panel('laboratory'),
  {
    name: 'laboratoryWorker',
    entry: './media/laboratory/worker.ts',
    platform: 'web',
    tsconfig: 'media/tsconfig.json',
    output: { path: join(dist, 'media') },
  },
];

module.exports = (_environment, { mode }) => targets.map((target) => bundle(target, mode === 'production'));
