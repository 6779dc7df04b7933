import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BindingEntry } from '../../../src/core/binding/binding';
import type { CheckOutcome } from '../../../src/workflow/checkModel';
import { check, fixtures, readIndex } from './checking';

/** A file of the corpus, with its truth as `verify.py` confirms it. */
export interface CorpusEntry {
  readonly file: string;
  readonly shape: 'functions' | 'class' | 'layers' | 'updates' | 'no-cost' | 'script';
  readonly right: boolean;
  /** Tensors whose gradients are wrong; those of a layer as `affine.w`. */
  readonly wrongTensors: readonly string[];
  /** Where a wrong gradient is made. */
  readonly wrongLine: number | null;
  /** A contract in `contracts/` that the file needs: without it, it is refused. */
  readonly contract?: string;
  readonly note: string;
}

export type Bound = 'names' | 'made' | 'contract' | 'refused';

export interface CorpusResult {
  readonly entry: CorpusEntry;
  /** Of the file as it is. */
  readonly outcome: CheckOutcome;
  /** With its contract; the same where it needs none. */
  readonly withContract: CheckOutcome;
  readonly bound: Bound;
  readonly wrongTensors: readonly string[];
  readonly lines: readonly number[];
}

const folder = path.join(fixtures, 'corpus');
const limits = { loadTimeout: 60, evaluationTimeout: 60 };

export const corpus = readIndex<CorpusEntry>('corpus', 'index.json');

/** Checks a file as a user would, and once more with its contract if it needs one. */
export async function checkEntry(entry: CorpusEntry): Promise<CorpusResult> {
  const file = path.join(folder, entry.file);
  const outcome = await check(file, limits);
  const withContract =
    entry.contract === undefined
      ? outcome
      : await check(file, limits, { source: joined(file, entry.contract) });
  const checks = withContract.kind === 'report' ? withContract.report.checks : [];
  const wrong = checks.flatMap(({ subject, tensors }) =>
    tensors.flatMap((tensor) => (tensor.verdict === 'wrong' ? [{ subject, tensor }] : [])),
  );
  return {
    entry,
    outcome,
    withContract,
    bound: boundBy(outcome, withContract),
    wrongTensors: wrong.map(({ subject, tensor }) =>
      subject === 'model' ? tensor.name : `${subject}.${tensor.name}`,
    ),
    lines: wrong.flatMap(({ tensor }) => (tensor.location === null ? [] : [tensor.location.line])),
  };
}

function joined(file: string, contract: string): string {
  return `${readFileSync(file, 'utf8')}\n\n${readFileSync(path.join(folder, 'contracts', contract), 'utf8')}`;
}

function boundBy(outcome: CheckOutcome, withContract: CheckOutcome): Bound {
  if (outcome.kind === 'report') return outcome.report.binding.some(isMade) ? 'made' : 'names';
  return withContract.kind === 'report' ? 'contract' : 'refused';
}

function isMade({ role, how }: BindingEntry): boolean {
  return /^(inputs|labels|arguments?)$/.test(role) && how.startsWith('made');
}
