/**
 * Whether the interval of growth covers the true growth, and whom its verdict accuses.
 * npx tsx bench/growthCalibration.ts [SEEDS]
 */
import type { Growth } from '../src/core/activation/growth';
import { growthOf } from '../src/core/activation/judgement/growthOf';
import { profileOf } from '../src/core/activation/judgement/profileOf';
import { edges, randomNetwork, stack, type Design } from '../test/support/randomNetwork';
import { reluIncrement, reluScales } from '../test/support/reluChain';

const seeds = Number(process.argv[2] ?? 400);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function covered(growths: readonly Growth[], truth: number): string {
  const inside = growths.filter(({ interval: [low, high] }) => low <= truth && truth <= high).length;
  return `${((100 * inside) / growths.length).toFixed(1)}%`;
}

function growthsOf(scalesOfSeed: (seed: number) => readonly number[], first: number): Growth[] {
  return Array.from({ length: seeds }, (_, i) => {
    const scales = scalesOfSeed(first + i);
    return growthOf(
      scales,
      scales.map((_, l) => l),
    );
  });
}

print(`He/ReLU forward, ${seeds} seeds: how often the 95% interval covers the true growth`);
print('width depth   1 example (closed form)   8 examples (mean of 600 other networks)   called a power law');
for (const width of [64, 128, 256, 512])
  for (const depth of [10, 20, 50]) {
    const one = growthsOf((seed) => reluScales(seed, width, depth, 1), 1);
    const single = Math.exp(reluIncrement(width));
    let sum = 0;
    for (let seed = 0; seed < 600; seed++) {
      const scales = reluScales(1e6 + seed, width, depth, 8);
      sum += Math.log(scales.at(-1)! / scales[0]!) / depth;
    }
    const batch = Math.exp(sum / 600);
    const many = growthsOf((seed) => reluScales(seed, width, depth, 8), 1e5);
    const power = [...one, ...many].filter(({ law }) => law === 'power').length;
    print(
      `${String(width).padEnd(5)} ${String(depth).padEnd(5)}   ${covered(one, single)} of ${single.toFixed(4)}`.padEnd(
        40,
      ) +
        `${covered(many, batch)} of ${batch.toFixed(4)}`.padEnd(44) +
        `${power} of ${one.length + many.length}`,
    );
  }

const few = Math.max(1, Math.round(seeds / 8));
print(`\nVerdicts, width 64, 16 examples, ${few} seeds: forward | backward`);
const relu = { activation: 'relu', scheme: 'he' } as const;
const tanh = { activation: 'tanh', scheme: 'xavier' } as const;
const designs: readonly (readonly [
  string,
  (depth: number) => Omit<Design, 'seed' | 'widths' | 'examples'>,
])[] = [
  ['He/ReLU', () => relu],
  ['Xavier/tanh', () => tanh],
  ['residual ReLU, branches / √depth', (depth) => ({ ...relu, residual: 1 / Math.sqrt(depth) })],
  ['residual tanh', () => ({ ...tanh, residual: 0.5 })],
  ['PyTorch/ReLU', () => ({ activation: 'relu', scheme: 'pytorch' })],
  ['PyTorch/tanh', () => ({ activation: 'tanh', scheme: 'pytorch' })],
];
for (const [name, design] of designs)
  for (const depth of [10, 20, 50]) {
    const profiles = Array.from({ length: few }, (_, seed) =>
      profileOf(randomNetwork({ seed, widths: stack(64, depth), examples: 16, ...design(depth) }), edges),
    );
    const tally = (of: (profile: (typeof profiles)[number]) => string): string =>
      Object.entries(
        profiles.reduce<Record<string, number>>((sum, profile) => {
          const key = of(profile);
          return { ...sum, [key]: (sum[key] ?? 0) + 1 };
        }, {}),
      )
        .map(([key, n]) => `${key} ${n}`)
        .join(', ');
    print(
      `${name} ${depth}: ${tally((p) => p.forward.verdict)} | ${tally((p) => p.backward.verdict)} | as a whole ${tally((p) => p.verdict)}`,
    );
  }
