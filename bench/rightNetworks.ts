import type { Method, Verdict } from '../src/core/gradient/verdict';
import { checkNetwork, startNetworks } from './randomNetworks';

/**
 * How often the check is right: `npx tsx bench/rightNetworks.ts [COUNT] [FIRST] [METHOD]`.
 * Random right networks must never be called wrong or suspicious; planted errors should be found.
 */

interface Tally {
  readonly verdicts: Record<Verdict, number>;
  tensors: number;
}

export interface Accuracy {
  readonly networks: number;
  /** By their worst tensor. */
  readonly networksRight: Tally;
  readonly right: Tally;
  readonly wrong: Tally;
  /** Right networks with a tensor not found correct: seed, tensor, verdict, and why. */
  readonly remarks: readonly string[];
  /** Planted errors not called wrong: seed, relative size, verdict. */
  readonly missed: readonly string[];
  readonly evaluations: number;
}

/** Runs the whole check on networks `first` … `first + count − 1`, each right and with a planted error. */
export async function measureAccuracy(
  count: number,
  first = 0,
  withWrong = true,
  method: Method = 'exhaustive',
): Promise<Accuracy> {
  const host = await startNetworks();
  const networksRight: Tally = {
    verdicts: { correct: 0, suspicious: 0, wrong: 0, inconclusive: 0 },
    tensors: 0,
  };
  const right: Tally = { verdicts: { correct: 0, suspicious: 0, wrong: 0, inconclusive: 0 }, tensors: 0 };
  const wrong: Tally = { verdicts: { correct: 0, suspicious: 0, wrong: 0, inconclusive: 0 }, tensors: 0 };
  const remarks: string[] = [];
  const missed: string[] = [];
  let evaluations = 0;
  try {
    for (let seed = first; seed < first + count; seed++) {
      const one = (await checkNetwork(host, seed, method))!;
      evaluations += one.evaluations;
      networksRight.tensors++;
      networksRight.verdicts[one.check.verdict]++;
      for (const { tensor, decision, kinks } of one.check.tensors) {
        right.tensors++;
        right.verdicts[decision.verdict]++;
        if (decision.verdict !== 'correct')
          remarks.push(
            `${seed} ${one.names[tensor]} ${decision.verdict} (${decision.rule}) ` +
              `d ${decision.relativeDifference.toExponential(1)} r ${decision.relativeResolution.toExponential(1)} kinks ${kinks.length}`,
          );
      }
      const spoiled = withWrong ? await checkNetwork(host, seed, method, 'drawn') : null;
      if (!spoiled) continue;
      evaluations += spoiled.evaluations;
      wrong.tensors++;
      wrong.verdicts[spoiled.check.verdict]++;
      if (spoiled.check.verdict !== 'wrong')
        missed.push(`${seed} ${spoiled.planted} ${spoiled.check.verdict}`);
    }
  } finally {
    await host.dispose();
  }
  return { networks: count, networksRight, right, wrong, remarks, missed, evaluations };
}

async function main(): Promise<void> {
  const [count = '500', first = '0', method = 'exhaustive'] = process.argv.slice(2);
  const started = performance.now();
  const result = await measureAccuracy(
    Number(count),
    Number(first),
    true,
    method === 'adaptive' ? 'adaptive' : 'exhaustive',
  );
  const row = (name: string, { verdicts, tensors }: Tally) =>
    [name, tensors, verdicts.correct, verdicts.suspicious, verdicts.wrong, verdicts.inconclusive].join('\t');
  console.log(['', 'checked', 'correct', 'suspicious', 'wrong', 'inconclusive'].join('\t'));
  console.log(row('right networks', result.networksRight));
  console.log(row('tensors of right networks', result.right));
  console.log(row('networks with an error', result.wrong));
  for (const remark of result.remarks) console.log(`  right, but: ${remark}`);
  for (const miss of result.missed) console.log(`  not found: ${miss}`);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${result.networks} networks, ${result.evaluations} evaluations, ${seconds.toFixed(1)} s`);
}

if (require.main === module) void main();
