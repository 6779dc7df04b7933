import path from 'node:path';
import { readSource } from '../../../../src/cli/readSource';
import { findInterpreter } from '../../../../src/hosts/python/interpreters';
import type { NormalizationReport } from '../../../../src/protocol/normalization';
import { isDataFile } from '../../../../src/protocol/normalizationPanel';
import { findProjectRoot } from '../../../../src/workflow/projectRoot';
import {
  defaultNormalizationOptions,
  type NormalizationOptions,
  type NormalizationOutcome,
  type NormalizationRequest,
} from '../../../../src/workflow/normalization/request';
import { showNormalization } from '../../../../src/workflow/normalization/showNormalization';
import { fixtures, root } from '../checking';

/** Showing the statistics of files as the command line does, in the same process. */

export const folder = path.join(fixtures, 'normalization');

export async function show(
  file: string,
  options: Partial<NormalizationOptions> = {},
  request: Partial<NormalizationRequest> = {},
): Promise<NormalizationOutcome> {
  return showNormalization({
    file,
    source: isDataFile(file) ? null : await readSource(file),
    projectRoot: findProjectRoot(file),
    options: { ...defaultNormalizationOptions, ...options },
    runtime: {
      installation: root,
      node: { path: process.execPath, environment: {} },
      findPython: async () => (await findInterpreter([root]))!,
    },
    signal: new AbortController().signal,
    onProgress: () => {},
    onOutput: () => {},
    ...request,
  });
}

export async function reportOf(
  file: string,
  options: Partial<NormalizationOptions> = {},
): Promise<NormalizationReport> {
  const outcome = await show(file, options);
  if (outcome.kind === 'report') return outcome.report;
  throw new Error(
    outcome.kind === 'problem' ? `${outcome.problem.message}\n${outcome.problem.details}` : 'cancelled',
  );
}
