import { findInterpreter } from '../../../../src/hosts/python/interpreters';
import { readSource } from '../../../../src/cli/readSource';
import type { ActivationReport } from '../../../../src/protocol/activations';
import {
  defaultActivationOptions,
  type ActivationRequest,
} from '../../../../src/workflow/activations/request';
import { showActivations } from '../../../../src/workflow/activations/showActivations';
import { findProjectRoot } from '../../../../src/workflow/projectRoot';
import { root } from '../checking';

/** Observing model files as the command line does, in the same process. */
export async function requestFor(
  file: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<ActivationRequest> {
  return {
    file,
    source: await readSource(file),
    projectRoot: findProjectRoot(file),
    options: defaultActivationOptions,
    runtime: {
      installation: root,
      node: { path: process.execPath, environment: {} },
      findPython: async () => (await findInterpreter([root]))!,
    },
    signal,
    onProgress: () => {},
    onOutput: () => {},
  };
}

export async function shown(file: string): Promise<ActivationReport> {
  const outcome = await showActivations(await requestFor(file));
  if (outcome.kind === 'report') return outcome.report;
  throw new Error(outcome.kind === 'problem' ? outcome.problem.message : 'cancelled');
}
