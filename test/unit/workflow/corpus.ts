import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BindingEntry } from '../../../src/core/binding/binding';
import type { Verdict } from '../../../src/core/gradient/verdict';
import type { CheckOutcome } from '../../../src/workflow/checkModel';
import { check, fixtures, readIndex } from './checking';

/** A file of the corpus, with its truth as `verify.py` confirms it. */
export interface CorpusEntry {
  readonly file: string;
  readonly shape: 'functions' | 'class' | 'layers' | 'updates' | 'no-cost' | 'script';
  readonly right: boolean;
  /** Tensors whose gradients are wrong; those of a layer as `affine.w`. */
  readonly wrongTensors: readonly string[];
  /** Where the mistake is, or where what it spoils is made. */
  readonly wrongLine: number | null;
  /** What the check has to say, where that is neither correct nor wrong: without a cost it may be unable to tell. */
  readonly verdict?: Verdict;
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
  if (withContract.kind !== 'report') return 'refused';
  if (withContract !== outcome) return 'contract';
  return withContract.report.binding.some(isMade) ? 'made' : 'names';
}

function isMade({ role, how }: BindingEntry): boolean {
  return /^(inputs|labels|arguments?)$/.test(role) && how.startsWith('made');
}

/** The verdict that the truth asks for. */
export function verdictOf({ right, verdict }: CorpusEntry): Verdict {
  return verdict ?? (right ? 'correct' : 'wrong');
}

export function foundVerdict({ withContract }: CorpusResult): Verdict | 'refused' {
  return withContract.kind === 'report' ? withContract.report.verdict : 'refused';
}

/** True if the verdict and the wrong tensors are what they should be. */
export function asExpected(result: CorpusResult): boolean {
  const { entry, wrongTensors } = result;
  const wanted = verdictOf(entry);
  const tensors = wanted === 'wrong' ? entry.wrongTensors : [];
  return foundVerdict(result) === wanted && [...wrongTensors].sort().join() === [...tensors].sort().join();
}

/** True if one of the lines named is that of the mistake. */
export function lineFound({ entry, lines }: CorpusResult): boolean {
  return entry.wrongLine !== null && lines.includes(entry.wrongLine);
}

/** What the README says of the corpus. */
export function summaryOf(results: readonly CorpusResult[]): string {
  const count = (wanted: (result: CorpusResult) => boolean): number => results.filter(wanted).length;
  const bound = (how: Bound): number => count((result) => result.bound === how);
  const right = count(({ entry }) => entry.right);
  const wrong = results.length - right;
  const accused = count(
    (result) => result.entry.right && ['wrong', 'suspicious'].includes(foundVerdict(result)),
  );
  const found = (verdict: Verdict): number =>
    count((result) => !result.entry.right && foundVerdict(result) === verdict);
  return [
    `${results.length} files, ${right} right and ${wrong} wrong: ${bound('names')} bind by names, ` +
      `${bound('made')} with made inputs, ${bound('contract')} need the contract, ${bound('refused')} are refused.`,
    `Right ones accused: ${accused} of ${right}. Wrong ones found: ${found('wrong')} of ${wrong}, ` +
      `${found('inconclusive')} inconclusive, ${found('correct')} taken for right.`,
    `Verdict and tensors as they should be: ${count(asExpected)} of ${results.length}. ` +
      `The line named is that of the mistake: ${count(lineFound)} of ${found('wrong')}.`,
  ].join('\n');
}
