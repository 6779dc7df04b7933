import { checkEntry, corpus, type CorpusResult } from '../test/unit/workflow/corpus';
import { inParallel } from '../test/unit/workflow/checking';

/** Checks every file of the corpus (test/fixtures/corpus) and prints what became of it: tsx scripts/corpus.ts [NAME ...] */

async function main(names: readonly string[]): Promise<void> {
  const chosen = corpus.filter(({ file }) => names.length === 0 || names.some((name) => file.includes(name)));
  const results: CorpusResult[] = [];
  for (const result of inParallel(chosen, checkEntry)) {
    const found = await result();
    results.push(found);
    process.stdout.write(`${line(found)}\n`);
  }
  process.stdout.write(`\n${summary(results)}\n`);
}

function line({ entry, outcome, withContract, bound, wrongTensors, lines }: CorpusResult): string {
  const told = withContract.kind === 'report' ? withContract.report.verdict : withContract.kind;
  const good = asExpected({ entry, withContract, wrongTensors, lines });
  const text = `${good ? 'ok ' : 'BAD'} ${entry.file.padEnd(38)} ${bound.padEnd(9)} ${told}`;
  const wrong = wrongTensors.length === 0 ? '' : ` ${wrongTensors.join(' ')} (lines ${lines.join(' ')})`;
  const refused =
    outcome.kind === 'problem' ? `\n      ${outcome.problem.line}: ${outcome.problem.message}` : '';
  const reason =
    !good && withContract.kind === 'report'
      ? `\n      ${withContract.report.checks.map(({ subject, reason: why }) => `${subject}: ${why}`).join('\n      ')}` +
        withContract.report.binding
          .map(({ role, name, how }) => `\n        ${role}: ${name} (${how})`)
          .join('')
      : '';
  return text + wrong + refused + reason;
}

function asExpected({
  entry,
  withContract,
  wrongTensors,
  lines,
}: Pick<CorpusResult, 'entry' | 'withContract' | 'wrongTensors' | 'lines'>): boolean {
  if (withContract.kind !== 'report') return false;
  return (
    withContract.report.verdict === (entry.right ? 'correct' : 'wrong') &&
    [...wrongTensors].sort().join() === [...entry.wrongTensors].sort().join() &&
    (entry.wrongLine === null || lines.includes(entry.wrongLine))
  );
}

/** The sentences for the README. */
function summary(results: readonly CorpusResult[]): string {
  const count = (wanted: (result: CorpusResult) => boolean): number => results.filter(wanted).length;
  const verdict = ({ withContract }: CorpusResult): string =>
    withContract.kind === 'report' ? withContract.report.verdict : 'refused';
  const right = results.filter(({ entry }) => entry.right);
  const wrong = results.filter(({ entry }) => !entry.right);
  const accused = right.filter((result) => !['correct', 'inconclusive', 'refused'].includes(verdict(result)));
  const found = wrong.filter((result) => verdict(result) === 'wrong');
  const whole = results.filter(asExpected);
  return [
    `${results.length} files, ${right.length} right and ${wrong.length} wrong:`,
    `${count(({ bound }) => bound === 'names')} bind by names, ` +
      `${count(({ bound }) => bound === 'made')} with made inputs, ` +
      `${count(({ bound }) => bound === 'contract')} need the contract, ` +
      `${count(({ bound }) => bound === 'refused')} are refused.`,
    `Right ones accused: ${accused.length} of ${right.length}. Wrong ones found: ${found.length} of ${wrong.length}.`,
    `Verdict, tensors and line as they should be: ${whole.length} of ${results.length}.`,
  ].join('\n');
}

void main(process.argv.slice(2));
