/** The kinds of test, in the order in which they run: what is soon known comes first. */
import { runScript } from './checks';
import { runInEditor } from './editor';
import { runMocha } from './mocha';
import { runPytest } from './pytest';
import type { Results } from './results';

/** What has to be there before a kind can run; made once for all of them. */
export type Need = 'build' | 'editor';

interface Kind {
  readonly needs: readonly Need[];
  /** The options are for the runner, such as `--grep`. */
  run(options: readonly string[]): Promise<Results>;
}

const minute = 60_000;
const onWindows = process.platform === 'win32';

export const kinds: Readonly<Record<string, Kind>> = {
  lint: { needs: [], run: () => runScript('lint') },
  typecheck: { needs: [], run: () => runScript('typecheck') },
  unit: { needs: [], run: (options) => runMocha('.mocharc.json', options, 20 * minute) },
  python: { needs: [], run: (options) => runPytest(options, 15 * minute) },
  vscode: { needs: ['build'], run: (options) => runInEditor(options, 10 * minute) },
  e2e: onWindows
    ? {
        needs: [],
        run: async () => skipped('test/e2e', 'The VS Code server from npm does not run on Windows.'),
      }
    : {
        needs: ['build', 'editor'],
        run: (options) => runMocha('test/e2e/.mocharc.json', options, 20 * minute),
      },
  packaging: {
    needs: ['build'],
    run: (options) => runMocha('test/packaging/.mocharc.json', options, 25 * minute),
  },
};

function skipped(test: string, message: string): Results {
  return { passed: 0, failed: [], skipped: [{ test, message }] };
}
