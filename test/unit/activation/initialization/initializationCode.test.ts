import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import { initializationCode } from '../../../../src/core/activation/initialization/initializationCode';
import type { Layer, Network } from '../../../../src/core/activation/network';
import type { Reinitialization } from '../../../../src/core/activation/schemes';
import { arrayOf, layerOf, networkOf, weightsOf } from './network';

const scheme = (
  name: Extract<Reinitialization, { kind: 'scheme' }>['scheme'],
  factor = 1,
): Reinitialization => ({
  kind: 'scheme',
  scheme: name,
  factor,
});

const ways: readonly Reinitialization[] = [
  ...(['he', 'xavier', 'lecun', 'glorot', 'pytorch', 'orthogonal'] as const).map((name) => scheme(name)),
  scheme('he', 1.5),
  scheme('orthogonal', 2),
  { kind: 'lsuv' },
  { kind: 'identity', factor: 1.5 },
];

/** Layers 100 → 60 → 3 with weights of (outputs, inputs). */
function networkNamed(weights: (layer: number) => string, biases: (layer: number) => string): Network {
  const sizes = [100, 60, 3];
  const layers = [1, 2].map((number): Layer => {
    const [fanIn, fanOut] = [sizes[number - 1]!, sizes[number]!];
    const { statistics } = arrayOf('b', new Float64Array(fanOut), [fanOut, 1]);
    return layerOf(
      number,
      'relu',
      weightsOf(new Float64Array(fanIn * fanOut), fanIn, fanOut, null, weights(number)),
      {
        biases: { tensor: null, name: biases(number), statistics },
      },
    );
  });
  return networkOf(layers);
}

const plain = networkNamed(
  (layer) => `W${layer}`,
  (layer) => `b${layer}`,
);
const interpreter = process.platform === 'win32' ? 'python' : 'python3';
const python = spawnSync(interpreter, ['-c', 'import numpy'], { encoding: 'utf8' });

/** Runs Python code and returns what an expression gives, as JSON. */
function fromPython(code: string, expression: string): unknown {
  const script = `${code}\nimport json\nprint(json.dumps(${expression}))`;
  const { stdout, stderr } = spawnSync(interpreter, ['-c', script], { encoding: 'utf8', maxBuffer: 1e8 });
  assert.equal(stderr, '');
  return JSON.parse(stdout);
}

function fromScript(code: string, expression: string): unknown {
  return JSON.parse(vm.runInNewContext(`${code}\nJSON.stringify(${expression})`) as string);
}

/** What a way makes of 60 × 100 weights: the mean square, by definition. */
function expectedSquare(how: Reinitialization): number {
  if (how.kind === 'identity') return how.factor ** 2 / 100;
  // Orthonormal rows of 100 numbers.
  if (how.kind !== 'scheme' || how.scheme === 'orthogonal')
    return (how.kind === 'scheme' ? how.factor : 1) ** 2 / 100;
  return {
    he: (2 * how.factor ** 2) / 100,
    xavier: 1 / 100,
    lecun: 1 / 100,
    glorot: 2 / 160,
    pytorch: 1 / 300,
  }[how.scheme];
}

function check(how: Reinitialization, w: number[][], b: number[][]): void {
  assert.deepEqual([w.length, w[0]!.length, b.length, b[0]!.length], [60, 100, 60, 1]);
  const square = w.flat().reduce((sum, x) => sum + x * x, 0) / 6000;
  assert.ok(Math.abs(square / expectedSquare(how) - 1) < 0.15, `${JSON.stringify(how)}: ${square}`);
  const uniform = how.kind === 'scheme' && how.scheme === 'pytorch';
  const largest = Math.max(...b.flat().map(Math.abs));
  assert.ok(uniform ? largest > 0.08 && largest <= 0.1 : largest === 0);
}

describe('Initialization as code', () => {
  it('is what a person would write', () => {
    const code = initializationCode(
      scheme('he'),
      networkNamed(
        (l) => `parameters["W${l}"]`,
        (l) => `parameters["b${l}"]`,
      ),
      'python',
    );
    assert.equal(
      code,
      `import numpy as np

rng = np.random.default_rng(1)

# He
parameters = {}
parameters["W1"] = rng.standard_normal((60, 100)) * np.sqrt(2 / 100)
parameters["b1"] = np.zeros((60, 1))
parameters["W2"] = rng.standard_normal((3, 60)) * np.sqrt(2 / 60)
parameters["b2"] = np.zeros((3, 1))
`,
    );
    assert.match(
      initializationCode(scheme('glorot', 0.5), plain, 'javascript'),
      /\n\/\/ Glorot × 0\.5\nconst W1 = repeat\(60, \(\) => repeat\(100, \(\) => normal\(\) \* 0\.5 \* Math\.sqrt\(2 \/ \(100 \+ 60\)\)\)\);\nconst b1 = /,
    );
  });

  for (const how of ways) {
    it(`runs as JavaScript and TypeScript: ${JSON.stringify(how)}`, () => {
      const code = initializationCode(how, plain, 'javascript');
      const [w, b] = fromScript(code, '[W1, b1]') as [number[][], number[][]];
      check(how, w, b);
      const typed = transformSync(initializationCode(how, plain, 'typescript'), { loader: 'ts' }).code;
      const [w2, b2] = fromScript(typed, '[W1, b1]') as [number[][], number[][]];
      check(how, w2, b2);
    });
  }

  it('runs as Python with numpy', function () {
    if (python.status !== 0) this.skip();
    // All in one process: starting it takes longest.
    const codes = ways.map(
      (how) => `${initializationCode(how, plain, 'python')}made.append([W1.tolist(), b1.tolist()])`,
    );
    const made = fromPython(['made = []', ...codes].join('\n'), 'made') as [number[][], number[][]][];
    ways.forEach((how, i) => check(how, ...made[i]!));
  });

  it('makes rows orthonormal', () => {
    const w = fromScript(initializationCode(scheme('orthogonal'), plain, 'javascript'), 'W1') as number[][];
    for (let i = 0; i < 60; i++) {
      for (let j = 0; j <= i; j++) {
        const product = w[i]!.reduce((sum, x, k) => sum + x * w[j]![k]!, 0);
        assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 1e-12);
      }
    }
  });

  it('assigns to lists and dicts, made before, and to attributes of what is there', function () {
    const lists = networkNamed(
      (layer) => `W[${layer - 1}]`,
      (layer) => `state["biases"][${layer - 1}]`,
    );
    const script = initializationCode(scheme('he'), lists, 'javascript');
    const shapes = '[W.length, W[1].length, state["biases"][1].length]';
    assert.deepEqual(fromScript(script, shapes), [2, 3, 3]);
    const fields = networkNamed(
      (layer) => `layers[${layer - 1}].w`,
      (layer) => `self.b${layer}`,
    );
    const code = initializationCode(scheme('xavier'), fields, 'python');
    assert.match(code, /# Xavier\nlayers\[0\]\.w = rng/);
    assert.match(code, /\nself\.b2 = np\.zeros\(\(3, 1\)\)\n$/);
    if (python.status !== 0) this.skip();
    const lengths = '[len(W), len(W[1]), len(state["biases"][1])]';
    assert.deepEqual(fromPython(initializationCode(scheme('he'), lists, 'python'), lengths), [2, 3, 3]);
  });

  it('calls weights by their layer where they have no name that can be assigned', () => {
    const network = networkNamed(
      () => 'W of the layer',
      () => 'theta[3:6]',
    );
    assert.deepEqual(
      fromScript(initializationCode(scheme('he'), network, 'javascript'), '[W2.length, b2.length]'),
      [3, 3],
    );
  });

  it('multiplies the weights that are there', function () {
    const script = initializationCode({ kind: 'factor', factor: 3 }, plain, 'javascript');
    assert.deepEqual(fromScript(`var W1 = [[1, 2], [3, 4]], W2 = [5];\n${script}`, '[W1, W2]'), [
      [
        [3, 6],
        [9, 12],
      ],
      [15],
    ]);
    if (python.status !== 0) this.skip();
    const code = initializationCode({ kind: 'factor', factor: 3 }, plain, 'python');
    assert.deepEqual(
      fromPython(
        `import numpy as np\nW1 = np.ones(2)\nW2 = np.ones(1)\n${code}`,
        '[W1.tolist(), W2.tolist()]',
      ),
      [[3, 3], [3]],
    );
  });

  it('makes kernels of convolutions too, but no multiple of I of them', () => {
    const weights = {
      ...weightsOf(new Float64Array(216), 27, 72, null, 'K1'),
      shape: [3, 3, 3, 8],
      outputsFirst: null,
    };
    const network = networkOf([layerOf(1, 'relu', weights)]);
    assert.match(
      initializationCode(scheme('he'), network, 'python'),
      /K1 = rng\.standard_normal\(\(3, 3, 3, 8\)\) \* np\.sqrt\(2 \/ 27\)/,
    );
    assert.match(
      initializationCode(scheme('orthogonal'), network, 'python'),
      /orthogonal\(27, 8\)\.reshape\(\(3, 3, 3, 8\)\)/,
    );
    assert.throws(
      () => initializationCode({ kind: 'identity', factor: 1 }, network, 'python'),
      /K1 of shape .* is no matrix/,
    );
  });
});
