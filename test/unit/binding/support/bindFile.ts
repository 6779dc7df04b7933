import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { bind } from '../../../../src/core/binding/bind';
import type { BindingResult, BindOptions } from '../../../../src/core/binding/binding';
import type { Inventory, LeftOut } from '../../../../src/core/binding/inventory';
import { problemOfFailure } from '../../../../src/core/problems/failureProblem';
import { HostError, type BoundModel, type ModelHost } from '../../../../src/hosts/ModelHost';
import { startHost } from '../../../../src/hosts/processHost';
import { findInterpreter } from '../../../../src/hosts/python/interpreters';
import { pythonLaunch } from '../../../../src/hosts/python/launch';
import { leaveOut } from '../../../../src/source/leaveOut';
import { outlinePython } from '../../../../src/source/outline';

export const root = resolve(__dirname, '../../../..');

export interface BoundFile {
  readonly result: BindingResult;
  readonly inventory: Inventory | null;
  readonly leftOut: readonly LeftOut[];
  /** How many steps the binder had run. */
  readonly runs: number;
  /** The model after the host's own binding; null if there is no binding. */
  readonly bound: BoundModel | null;
}

export const defaults: BindOptions = { reading: null, subject: null, seed: 1, examples: 10 };

/** Loads a Python file in a real host and binds it; `use` may ask the bound model while the host lives. */
export async function bindFile(
  file: string,
  options: Partial<BindOptions> = {},
  use: (bound: BoundModel, host: ModelHost) => Promise<void> = () => Promise.resolve(),
): Promise<BoundFile> {
  const path = join(root, file);
  const source = await readFile(path, 'utf8');
  const python = (await findInterpreter([root]))!;
  const host = startHost(
    pythonLaunch(python, root, dirname(path)),
    new AbortController().signal,
    () => undefined,
  );
  const leftOut = leaveOut(outlinePython(source));
  let runs = 0;
  try {
    const inventory = await host.load({
      file: path,
      source,
      projectRoot: dirname(path),
      leaveOut: leftOut,
      moduleName: '__gradient_lens_model__',
      seed: 1,
      loadTimeout: 20,
      evaluationTimeout: 10,
    });
    const runner = {
      run: (steps: Parameters<ModelHost['run']>[0]) => {
        runs += steps.length;
        return host.run(steps);
      },
    };
    const result = await bind(inventory, runner, { ...defaults, ...options });
    const bound = result.ok ? await host.bind(result.bindings[0].plan) : null;
    if (bound !== null) await use(bound, host);
    return { result, inventory, leftOut, runs, bound };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const problem = problemOfFailure(error.failure, { file: path, stage: 'load', interpreter: python });
    return { result: { ok: false, problem }, inventory: null, leftOut, runs, bound: null };
  } finally {
    await host.dispose();
  }
}
