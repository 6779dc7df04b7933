import { simulate } from '../src/core/activation/laboratory/simulate';

/**
 * Whether random networks agree with the iterated mean-field map, biases included: `npx tsx bench/meanField.ts [NETWORKS]`.
 */

const kinds = {
  'tanh, Xavier': { activation: 'tanh', scheme: 'xavier', bias: () => 0.1 },
  // The laboratory's biases are normal: of the same deviation as PyTorch's uniform ones.
  'ReLU, PyTorch default': {
    activation: 'relu',
    scheme: 'pytorch',
    bias: (n: number) => 1 / Math.sqrt(3 * n),
  },
  'ReLU, He': { activation: 'relu', scheme: 'he', bias: () => 0 },
} as const;

/** Of each layer: measured over predicted mean square of A, averaged over networks, and the standard error of that. */
export interface Deviations {
  readonly means: readonly number[];
  readonly errors: readonly number[];
}

export function deviationsOf(
  kind: keyof typeof kinds,
  width: number,
  depth: number,
  networks: number,
): Deviations {
  const { activation, scheme, bias } = kinds[kind];
  const ratios = Array.from({ length: networks }, (_, seed) => {
    const { profile, audit } = simulate({
      ...{ depth, width, examples: 50, activation, bias: bias(width), seed: seed + 1, format: 'float64' },
      how: { kind: 'scheme', scheme, factor: 1 },
    });
    return profile.network.layers.map(
      (layer, i) => (layer.activation!.statistics.rms / audit!.predicted[i]!) ** 2,
    );
  });
  const means = ratios[0]!.map((_, i) => average(ratios.map((layers) => layers[i]!)));
  const errors = means.map((mean, i) =>
    Math.sqrt(average(ratios.map((layers) => (layers[i]! - mean) ** 2)) / (networks - 1)),
  );
  return { means, errors };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

if (require.main === module) {
  const networks = Number(process.argv[2] ?? 20);
  console.log('measured / predicted mean square of A, ± standard error; layer 1, 5, 10, 20');
  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
    for (const width of [64, 128, 256, 512]) {
      const { means, errors } = deviationsOf(kind, width, 20, networks);
      const cells = [0, 4, 9, 19].map((i) => `${means[i]!.toFixed(4)} ± ${errors[i]!.toFixed(4)}`);
      console.log(`${kind.padEnd(22)} ${String(width).padStart(4)}   ${cells.join('   ')}`);
    }
  }
}
