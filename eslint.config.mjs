import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

/** Node's own modules, with and without the prefix. */
const node = ['node:*', ...builtinModules.filter((name) => !name.startsWith('_'))];

/** One layer: the folder, what it may import of the project, and which outside modules it may not. */
function layer(folder, allowed, forbidden) {
  const files = folder.endsWith('.ts') ? folder : `${folder}/**/*.ts`;
  const inside = [folder, ...allowed];
  return {
    files: [files],
    rules: {
      ...(forbidden.length === 0
        ? {}
        : {
            'no-restricted-imports': [
              'error',
              { patterns: [{ group: forbidden, message: `${folder} may not import this.` }] },
            ],
          }),
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: ['./src', './media'].map((from) => ({
            target: `./${folder}`,
            from,
            except: inside
              .filter((path) => path.startsWith(from.slice(2)))
              .map((path) => `./${path.slice(from.length - 1)}`),
            message: `${folder} may import only ${[folder, ...allowed].join(', ')}.`,
          })),
        },
      ],
    },
  };
}

const withoutEditor = ['vscode'];
const pure = ['vscode', ...node];

export default tseslint.config(
  { ignores: ['dist/**', '.cache/**', 'node_modules/**', 'test/fixtures/**', 'examples/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  importX.flatConfigs.typescript,
  {
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })],
    },
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-self-import': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'media/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  layer('src/core', [], [...pure, '@lezer/*', 'mathjs']),
  layer('src/source', ['src/core'], pure),
  layer('src/protocol', ['src/core'], pure),
  layer('src/hosts', ['src/protocol', 'src/core'], withoutEditor),
  layer('src/host-javascript', ['src/source', 'src/protocol', 'src/core'], withoutEditor),
  layer('src/report', ['src/protocol', 'src/core'], withoutEditor),
  layer('src/data', ['src/protocol', 'src/core'], withoutEditor),
  layer('src/workflow', ['src/hosts', 'src/data', 'src/source', 'src/protocol', 'src/core'], withoutEditor),
  layer('src/cli', ['src/workflow', 'src/report', 'src/hosts', 'src/protocol', 'src/core'], withoutEditor),
  layer('src/state', ['src/workflow', 'src/protocol', 'src/core'], []),
  layer('src/environment', ['src/workflow', 'src/hosts', 'src/protocol', 'src/core'], []),
  layer(
    'src/editor',
    ['src/state', 'src/workflow', 'src/environment', 'src/source', 'src/report', 'src/protocol', 'src/core'],
    [],
  ),
  layer('src/panels', ['src/state', 'src/environment', 'src/report', 'src/protocol', 'src/core'], []),
  layer('media', ['src/protocol', 'src/core'], pure),
  {
    files: ['scripts/**', 'bench/**', 'test/**', '*.mjs', '*.js'],
    rules: { 'no-console': 'off', '@typescript-eslint/no-require-imports': 'off' },
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        performance: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        AbortController: 'readonly',
        fetch: 'readonly',
      },
    },
  },
);
