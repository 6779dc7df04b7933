import { inParallel } from '../test/unit/workflow/checking';
import {
  asExpected,
  checkEntry,
  corpus,
  foundVerdict,
  lineFound,
  summaryOf,
  type CorpusResult,
} from '../test/unit/workflow/corpus';

/**
 * Checks the files of the corpus (test/fixtures/corpus) and prints what became of each, and the figures for the README:
 * `npx tsx scripts/corpus.ts [NAME ...]`.
 */
async function main(names: readonly string[]): Promise<void> {
  const chosen = corpus.filter(({ file }) => names.length === 0 || names.some((name) => file.includes(name)));
  const results: CorpusResult[] = [];
  for (const checked of inParallel(chosen, checkEntry)) {
    const result = await checked();
    results.push(result);
    process.stdout.write(`${textOf(result)}\n`);
  }
  process.stdout.write(`\n${summaryOf(results)}\n`);
}

function textOf(result: CorpusResult): string {
  const { entry, outcome, withContract, bound, wrongTensors, lines } = result;
  const good = asExpected(result);
  const mark = good ? (entry.right || lineFound(result) ? 'ok ' : 'ok~') : 'BAD';
  const wrong = wrongTensors.length === 0 ? '' : ` ${wrongTensors.join(' ')} (lines ${lines.join(' ')})`;
  const details = [
    ...(outcome.kind === 'problem' ? [`line ${outcome.problem.line}: ${outcome.problem.message}`] : []),
    ...(good || withContract.kind !== 'report'
      ? []
      : [
          ...withContract.report.checks.map(({ subject, reason }) => `${subject}: ${reason}`),
          ...withContract.report.binding.map(({ role, name, how }) => `  ${role}: ${name} (${how})`),
        ]),
  ];
  const head = `${mark} ${entry.file.padEnd(34)} ${bound.padEnd(9)} ${foundVerdict(result)}${wrong}`;
  return [head, ...details].join('\n      ');
}

void main(process.argv.slice(2));
