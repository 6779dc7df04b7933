// Bundles the tests that run inside VS Code, each file of test/vscode by itself, to dist/test/.

const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const folder = join(__dirname, 'test/vscode');
const names = readdirSync(folder, { recursive: true })
  .filter((name) => name === 'index.ts' || name.endsWith('.test.ts'))
  .map((name) => name.replace(/\.ts$/, ''));

module.exports = {
  mode: 'development',
  target: 'node20',
  devtool: 'inline-source-map',
  context: __dirname,
  entry: Object.fromEntries(names.map((name) => [name, join(folder, name)])),
  output: { path: join(__dirname, 'dist/test'), library: { type: 'commonjs2' }, clean: true },
  externals: { vscode: 'commonjs vscode', mocha: 'commonjs mocha' },
  // The tests look for their own files beside them.
  node: { __dirname: false },
  resolve: { extensions: ['.ts', '.js'] },
  module: {
    rules: [
      {
        test: /\.ts$/,
        loader: 'esbuild-loader',
        options: { target: 'node20', tsconfig: join(__dirname, 'tsconfig.json') },
      },
    ],
  },
  performance: { hints: false },
  stats: 'errors-warnings',
};
