import { Generator } from '../src/core/random';
import { scaleEdges } from '../src/core/activation/edges';
import { auditOf } from '../src/core/activation/initialization/auditOf';
import { schemeDeviation } from '../src/core/activation/initialization/deviations';
import { statisticsOf } from '../src/core/activation/laboratory/arrayStatistics';
import type { Layer } from '../src/core/activation/network';
import { auditedSchemes } from '../src/core/activation/schemes';

/** How often the audit names the scheme of random layers: `npx tsx bench/initializationAudit.ts [LAYERS]`. */

const draws = {
  normal: (generator: Generator) => generator.normal(),
  uniform: (generator: Generator) => Math.sqrt(3) * (2 * generator.uniform() - 1),
  truncated: (generator: Generator) => {
    for (;;) {
      const z = generator.normal();
      // Cut at two standard deviations, and widened to the deviation 1.
      if (Math.abs(z) < 2) return z / 0.8796256610342398;
    }
  },
} as const;

const edges = scaleEdges();
const layers = Number(process.argv[2] ?? 500);
const generator = new Generator(1);

function layerOf(values: Float64Array, fanIn: number, fanOut: number): Layer {
  const shape = [fanOut, fanIn];
  const statistics = statisticsOf(values, shape, edges);
  const sides = { shape, fanIn, fanOut, outputsFirst: true };
  return {
    ...{ number: 1, from: 'product', biases: null, preActivation: null, activation: null },
    weights: { tensor: null, name: 'W', statistics, ...sides, symmetric: false, place: null },
    activationFunction: { name: 'relu', parameter: null, from: 'values' },
    ...{ preActivationGradient: null, activationGradient: null },
  };
}

console.log('distribution   true scheme in the set   a scheme beyond 6/√(2N) in the set besides');
for (const [name, draw] of Object.entries(draws)) {
  let named = 0;
  let ambiguous = 0;
  for (let round = 0; round < layers; round++) {
    const fanIn = 64 + generator.whole(449);
    const fanOut = 8 + generator.whole(505);
    const scheme = auditedSchemes[round % auditedSchemes.length]!;
    const deviation = schemeDeviation(scheme, fanIn, fanOut);
    const values = Float64Array.from({ length: fanIn * fanOut }, () => deviation * draw(generator));
    const layer = layerOf(values, fanIn, fanOut);
    const { inUse, layers: audited } = auditOf({
      input: null,
      layers: [layer],
      nonFinite: null,
      examples: null,
    })!;
    if (!inUse.includes(scheme)) continue;
    named++;
    const far = audited[0]!.ratios.filter(
      (one) => Math.abs(deviation / one.expected - 1) > 6 / Math.sqrt(2 * values.length),
    );
    if (far.some((one) => inUse.includes(one.scheme))) ambiguous++;
  }
  console.log(`${name.padEnd(12)}   ${named} of ${layers}               ${ambiguous}`);
}
