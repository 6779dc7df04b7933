import assert from 'node:assert/strict';
import { scaleEdges } from '../../../../src/core/activation/edges';
import { auditOf } from '../../../../src/core/activation/initialization/auditOf';
import { profileOf } from '../../../../src/core/activation/judgement/profileOf';
import type { Network } from '../../../../src/core/activation/network';
import { Generator } from '../../../../src/core/random';
import type { ActivationReport } from '../../../../src/protocol/activations';
import { activationsToText } from '../../../../src/report/activations/text';
import { columns, pageWidth } from '../../../../src/report/layout';
import { arrayOf, layerOf, weightsOf } from '../../activation/initialization/network';

const units = 6;
const examples = 5;

/** A chain of tanh layers, whose arrays hold `odd` in one place from layer `from` on. */
function network(depth: number, odd: number, from: number): Network {
  const random = new Generator(1);
  const drawn = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.normal());
  const layers = Array.from({ length: depth }, (_, k) => {
    const values = drawn(units * examples);
    if (k + 1 >= from) values[0] = odd;
    const array = (name: string) => arrayOf(`${name}${k + 1}`, values, [units, examples]);
    const weights = weightsOf(drawn(units * units), units, units, k, `W${k + 1}`);
    return layerOf(k + 1, 'tanh', weights, { preActivation: array('Z'), activation: array('A') });
  });
  return {
    input: arrayOf('X', drawn(units * examples), [units, examples]),
    layers,
    nonFinite: null,
    examples,
  };
}

function report(given: Network): ActivationReport {
  const edges = scaleEdges();
  const profile = profileOf(given, edges);
  return {
    schemaVersion: 1,
    tool: { name: 'gradient-lens', version: '0.0.0' },
    file: 'net.py',
    language: 'python',
    seed: 1,
    verdict: profile.verdict,
    sentence: profile.sentence,
    advice: '',
    subject: 'model',
    run: 'gradient',
    profile,
    audit: auditOf(given),
    edges,
    reinitializable: true,
    warnings: [],
    seconds: 0.5,
  };
}

describe('the text of layers', () => {
  for (const depth of [1, 10, 150, 1000])
    for (const odd of [0.5, NaN, Infinity]) {
      it(`${depth} layers with ${odd} from the middle on`, () => {
        const text = activationsToText(report(network(depth, odd, Math.ceil(depth / 2))));
        const lines = text.split('\n');
        assert.ok(lines.every((line) => columns(line) <= pageWidth));
        assert.ok(lines.length < 60, `${lines.length} lines`);
        assert.match(text, new RegExp(`\\bW${depth} \\(6 × 6\\)`), 'the last layer is shown');
        assert.doesNotMatch(text, /undefined|null|\[object/);
      });
    }
});
