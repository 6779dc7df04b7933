import type { Verdict } from '../src/core/gradient/verdict';
import { checkNetwork, startNetworks } from './randomNetworks';

/**
 * Which errors the check finds, by their size: `npx tsx bench/errorSizes.ts [COUNT] [FIRST] [METHOD]`. The same random
 * networks with the same planted error made larger and larger; its size is ‖error‖ ÷ ‖gradient of that tensor‖.
 */

const sizes = [1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1];
const verdicts = ['wrong', 'suspicious', 'inconclusive', 'correct'] as const satisfies readonly Verdict[];

async function main(): Promise<void> {
  const [count = '100', first = '0', method = 'exhaustive'] = process.argv.slice(2);
  console.log(['error', ...verdicts].join('\t'));
  const host = await startNetworks();
  try {
    for (const size of sizes) {
      const shares: Record<Verdict, number> = { wrong: 0, suspicious: 0, inconclusive: 0, correct: 0 };
      let networks = 0;
      for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
        const checked = await checkNetwork(
          host,
          seed,
          method === 'adaptive' ? 'adaptive' : 'exhaustive',
          size,
        );
        if (checked === null) continue;
        networks++;
        shares[checked.check.verdict]++;
      }
      const percent = verdicts.map((verdict) => `${((100 * shares[verdict]) / networks).toFixed(1)}%`);
      console.log([size.toExponential(0), ...percent].join('\t'));
    }
  } finally {
    await host.dispose();
  }
}

void main();
