import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { scaleEdges } from '../../../src/core/activation/edges';
import type { Direction } from '../../../src/core/model';
import { runnableText } from '../../../src/host-javascript/modules/transform';
import { Observer } from '../../../src/host-javascript/observe/observer';
import type { Recording } from '../../../src/host-javascript/observe/recording';
import { Session } from '../../../src/host-javascript/session';
import { decodeBlock, encodeBlock } from '../../../src/host-javascript/wire';
import type { ScalesRequest, WireRecord } from '../../../src/protocol/host';
import { bindContract, bindText, loadRequest, near, readRequest, root } from './support';

const folder = path.join(root, 'test', 'fixtures', 'scales');
const edges = encodeBlock(scaleEdges());

async function observed(session: Session, run: ScalesRequest['run'], most = 1000) {
  const reply = await session.scales({ run, edges, most });
  return { ...reply, all: (await session.records({ start: 0, count: reply.records })).records };
}

async function bound(file: string, ...names: string[]): Promise<Session> {
  const session = new Session();
  await bindContract(session, readRequest(folder, file), names);
  return session;
}

/** Loads a text that makes its arrays when it is loaded, and observes that. */
async function loading(text: string, file = '/m.mjs') {
  const session = new Session();
  await session.load(loadRequest(file, text));
  return observed(session, 'load');
}

const run = (slot: string, name: string) => ({
  slot,
  call: { from: 'module', name } as const,
  positional: [],
  keywords: {},
});

/** Binds a text with `cost()`, `gradient()` and the parameter `w`. */
function bindTo(session: Session) {
  const parameter = { from: 'module', name: 'w' } as const;
  const gradient = { from: 'slot', slot: 'grads', path: [{ item: 'w' }] } as const;
  return session.bind({
    cost: [run('J', 'cost')],
    J: { from: 'slot', slot: 'J' },
    gradient: [run('grads', 'gradient')],
    tensors: [{ name: 'w', parameter, gradient }],
    reseed: null,
  });
}

const moments = ({ moments: block }: WireRecord) => {
  const [count, nan, infinite, zeros, mean, rms, deviation, least, greatest, sampled] = decodeBlock(block);
  return { count, nan, infinite, zeros, mean, rms, deviation, least, greatest, sampled };
};
const told = (records: readonly WireRecord[]) =>
  records.map(({ target, shape }) => `${target ?? '-'} ${shape.join('x')}`);
const made = (records: readonly WireRecord[]) => records.filter(({ place }) => place !== null);
const rowsOf = ({ rows }: WireRecord) => rows.map((row) => [...decodeBlock(row)]);
const columnsOf = ({ columns }: WireRecord) => columns.map((column) => [...decodeBlock(column)]);

describe('observing a run in the JavaScript host', () => {
  it('sees what callbacks inside callbacks fill', async () => {
    const { all, failure } = await loading(`
      const A = [[1.5, 2], [3, 4]];
      const sums = [0, 0];
      A.forEach((row) => row.forEach((a, j) => (sums[j] += a)));
    `);
    assert.equal(failure, null);
    assert.deepEqual(all.filter(({ target }) => target === 'sums').map(rowsOf), [[[4.5, 6]]]);
  });

  it('observes a text that still is a program', () => {
    const folders = ['javascript', 'activations', 'activations/styles', 'scales'];
    let files = 0;
    for (const one of folders.map((name) => path.join(root, 'test', 'fixtures', name)))
      for (const name of readdirSync(one)) {
        if (!/\.(m?[jt]s)$/.test(name)) continue;
        const { instrument } = new Observer({} as Recording, 0);
        const text = readFileSync(path.join(one, name), 'utf8');
        runnableText(path.join(one, name), text, { leaveOut: [], loops: [] }, instrument);
        files++;
      }
    assert.ok(files > 50);
  });

  it('functions: results of helpers are told by where they go, inputs and weights come without a place', async () => {
    const session = await bound('functions.mjs', 'W1', 'b1', 'W2', 'b2');
    const { all, parameters, failure, dropped } = await observed(session, 'gradient');
    assert.deepEqual([failure, dropped], [null, 0]);
    assert.deepEqual(told(parameters), ['- 3x2', '- 3', '- 1x3', '- 1']);
    assert.deepEqual(
      told(made(all)).filter((text) => !text.startsWith('-')),
      ['Z1 3x3', 'A1 3x3', 'Z2 1x3', 'dZ2 1x3', 'dA1 3x3', 'dZ1 3x3', 'W1 3x2', 'b1 3', 'W2 1x3', 'b2 1'],
    );
    assert.equal(all[0]!.place, null);
    assert.deepEqual(rowsOf(all[0]!), [
      [0.5, -1.2, 0.3],
      [1.1, 0.4, -0.7],
    ]);
    const [z, a] = ['Z1', 'A1'].map((name) => all.find(({ target }) => target === name)!);
    assert.deepEqual(rowsOf(z!)[0]!.map(Math.tanh), rowsOf(a!)[0]);
    assert.deepEqual(columnsOf(z!).length, 2);
    assert.equal(columnsOf(z!)[1]![0], rowsOf(z!)[0]![1]);
    assert.deepEqual([z!.place?.line, z!.place?.function], [41, 'forward']);
  });

  it('cost: the forward pass alone', async () => {
    const session = await bound('functions.mjs', 'W1', 'b1', 'W2', 'b2');
    const { all } = await observed(session, 'cost');
    assert.deepEqual(
      told(made(all)).filter((text) => !text.startsWith('-')),
      ['Z1 3x3', 'A1 3x3', 'Z2 1x3'],
    );
  });

  it('a loop over layers: each layer before and after relu in place', async () => {
    const { all } = await observed(await bound('layers.js', 'W1', 'W2', 'W3'), 'gradient');
    assert.deepEqual(told(made(all)).slice(0, 6), [
      'A[l] 4x3',
      'Z 4x3',
      'A[l] 4x3',
      'Z 4x3',
      'A[l] 4x2',
      'Z 4x2',
    ]);
    const [z, a] = made(all).map((record) => rowsOf(record)[0]!);
    assert.ok(z!.some((x) => x < 0));
    assert.deepEqual(
      a,
      z!.map((x) => Math.max(0, x)),
    );
    assert.equal(all.filter(({ target }) => target === 'dZ').length, 3);
  });

  it('TypeScript, a matrix class: shapes are the matrix’s, numbers those of its float32 data', async () => {
    const { all } = await observed(await bound('matrix.ts', 'W1', 'W2'), 'gradient');
    const z = all.find(({ target }) => target === 'this.z1')!;
    assert.deepEqual([z.shape, z.dtype, z.place?.function], [[3, 3], 'float32', 'forward']);
    assert.ok(all.every(({ shape }) => shape.length === 2));
    assert.deepEqual(rowsOf(z)[0]![1], columnsOf(z)[1]![0]);
  });

  it('a move: the new weights are observed, and afterwards the old ones again', async () => {
    const session = await bound('functions.mjs', 'W1', 'b1', 'W2', 'b2');
    const rms = async () => {
      const { all, parameters } = await observed(session, 'cost');
      const z = all.find(({ place, shape }) => place !== null && shape.join() === '3,3')!;
      return [moments(z).rms!, moments(parameters[0]!).rms!];
    };
    const before = await rms();
    await session.move({ point: [{ direction: { kind: 'parameter', tensor: 0 }, step: 2 }] });
    const after = await rms();
    assert.ok(near(after[0]!, 3 * before[0]!) && near(after[1]!, 3 * before[1]!));
    await session.move({ point: [] });
    assert.deepEqual(await rms(), before);
  });

  it('load: nothing is bound; examples one by one, with the last layer’s vectors, which are rows of the result too', async () => {
    const session = new Session();
    await session.load(readRequest(folder, 'classes.mjs'));
    const { all, parameters } = await observed(session, 'load');
    assert.deepEqual(parameters, []);
    const one = ['this.z 4', 'this.a 4', 'this.z 2', 'this.a 2'];
    const layers = told(all).filter((text) => /this\.[za] /.test(text));
    assert.deepEqual(layers, [...one, ...one]);
    assert.ok(told(all).includes('outputs 2x2'));
  });

  it('numbers beyond the range are counted, and those near its end do not overflow', async () => {
    const { all, failure } = await observed(await bound('failing.mjs', 'w'), 'gradient');
    assert.equal(failure, null);
    const [huge, lost] = ['huge', 'lost'].map((name) => moments(all.find(({ target }) => target === name)!));
    assert.deepEqual([huge!.zeros, huge!.mean, huge!.greatest], [1, 0, 1e200]);
    assert.ok(near(huge!.rms!, 1e200 * Math.sqrt(2 / 3), 1e-14));
    assert.deepEqual([lost!.nan, lost!.infinite, lost!.mean], [0, 3, NaN]);
  });

  it('what the plan computes itself is computed once, whatever was run before', async () => {
    const text = `let calls = 0;
const w = [1.5, 2.5];
const cost = () => w[0] ** 2 + w[1] ** 2;
const gradient = () => {
  const counted = [0.5, ++calls];
  return { w: w.map((x) => 2 * x), counted };
};
`;
    const session = new Session();
    await session.load(loadRequest('/m.mjs', text));
    await session.run({ steps: [run('grads', 'gradient')] });
    await bindTo(session);
    const { all, failure } = await observed(session, 'gradient');
    assert.equal(failure, null);
    assert.deepEqual(rowsOf(all.find(({ target }) => target === 'counted')!), [[0.5, 1]]);
  });

  it('a step whose result nobody uses is run where the gradients need it', async () => {
    const text = `let cache = null;
const w = [1.5, 2.5];
const cost = () => w[0] ** 2 + w[1] ** 2;
const forward = () => { cache = w.map((x) => x); };
const gradient = () => ({ w: cache.map((x) => 2 * x) });
`;
    const session = new Session();
    await session.load(loadRequest('/m.mjs', text));
    await session.run({ steps: [run('done', 'forward'), run('grads', 'gradient')] });
    await bindTo(session);
    const { all, failure } = await observed(session, 'gradient');
    assert.equal(failure, null);
    assert.deepEqual(made(all).map(rowsOf), [[[3, 5]]]);
  });

  it('a run that throws: what was seen before, and why it ended', async () => {
    const session = await bound('failing.mjs', 'w');
    const direction: Direction = { kind: 'parameter', tensor: 0 };
    await assert.rejects(session.move({ point: [{ direction, step: 9 }] }));
    const { all, failure } = await observed(session, 'gradient');
    assert.deepEqual(told(made(all)), ['huge 3', 'lost 3']);
    assert.deepEqual([failure?.kind, failure?.line, failure?.section], ['exception', 12, 'gradient']);
    assert.match(failure?.message ?? '', /layerThatIsMissing/);
  });

  it('an expression model has no layers', async () => {
    const [session] = await bindText('parameters: {w: [1, 2]}\ncost: sum(w)\ngradients: {w: [1, 1]}\n', [
      'w',
    ]);
    await assert.rejects(observed(session, 'gradient'), (error) => {
      const { kind, message } = session.failure(error);
      assert.deepEqual([kind, message], ['result', 'an expression model has no layers']);
      return true;
    });
  });

  it('rows are no arrays of their own, in loops and in maps', async () => {
    const { all } = await loading(`const X = [[1, 2], [3, 4.5], [5, 6]];
const copy = [];
for (const x of X) {
  const row = [];
  for (let j = 0; j < x.length; j++) row[j] = 2 * x[j];
  copy.push(row);
}
const halves = X.map((x) => x.map((value) => value / 2));
`);
    assert.deepEqual(told(all).sort(), ['- 3x2', 'copy 3x2', 'halves 3x2']);
  });

  it('single numbers, truth values, text and integers in typed arrays are no records; a list of one number is', async () => {
    const { all } = await loading(`const id = (x) => x;
const [a, b, c, d, e] = [id(3), id([4]), id([true, false]), id(['x', 'y']), id(new Int32Array(4))];
const f = id([1.5, 2.5]), g = id(new Float32Array([1, 2]));
`);
    assert.deepEqual(
      all.map(({ shape, dtype }) => [shape.join('x'), dtype]),
      [
        ['1', 'float64'],
        ['2', 'float64'],
        ['2', 'float32'],
      ],
    );
  });

  it('a vector that is changed twice is told twice, zeros to be filled never', async () => {
    const { all } = await loading(`const z = new Float64Array(3);
for (let i = 0; i < 3; i++) z[i] = i - 1;
for (let i = 0; i < 3; i++) z[i] = Math.max(0, z[i]);
`);
    assert.deepEqual(all.map(rowsOf), [[[-1, 0, 1]], [[0, 0, 1]]]);
    assert.deepEqual(
      all.map(({ place }) => place?.line),
      [2, 3],
    );
  });

  it('a layer of dead units is told, though it holds only zeros', async () => {
    const { all } = await loading(`const relu = (Z) => Z.map((row) => row.map((z) => Math.max(0, z)));
const X = [[1, 2], [3, 4]];
const Z = X.map((row) => row.map((x) => -x));
const A = relu(Z);
const B = A.map((row) => row.map((a) => a + 1));
`);
    assert.deepEqual(
      all.map(({ target, zeroSlices }) => [target, zeroSlices]),
      [
        [null, [0, 0]],
        ['Z', [0, 0]],
        ['A', [2, 2]],
        ['B', [0, 0]],
      ],
    );
  });

  const network = `const zeros = (r, c) => Array.from({ length: r }, () => new Array(c).fill(0));
const W = [1, 2, 3].map((k) => zeros(4, 4).map((row, i) => row.map((_, j) => Math.sin(k + 3 * i + j))));
const X = zeros(4, 3).map((row, i) => row.map((_, j) => Math.cos(i + 2 * j)));
`;

  it('matrices of equal shape in one list, filled by loops: one record of each layer', async () => {
    const { all } = await loading(`${network}const A = [X], Z = [];
for (let l = 0; l < 3; l++) {
  Z.push(zeros(4, 3));
  A.push(zeros(4, 3));
  for (let i = 0; i < 4; i++) for (let j = 0; j < 3; j++) {
    for (let k = 0; k < 4; k++) Z[l][i][j] += W[l][i][k] * A[l][k][j];
    A[l + 1][i][j] = Math.tanh(Z[l][i][j]);
  }
}
`);
    const layers = all.filter(({ place }) => (place?.line ?? 0) > 4);
    const one = ['Z[l] 4x3', 'A[l + 1] 4x3'];
    assert.deepEqual(told(layers), [...one, ...one, ...one]);
    for (let l = 0; l < 6; l += 2) {
      const [z, a] = [rowsOf(layers[l]!)[1]!, rowsOf(layers[l + 1]!)[1]!];
      assert.deepEqual(a, z.map(Math.tanh));
    }
  });

  it('a list of layers without the layer before in brackets', async () => {
    const { all } = await loading(`${network}const A = [];
let H = X;
for (let l = 0; l < 3; l++) {
  A[l] = [];
  for (let i = 0; i < 4; i++) {
    A[l][i] = [];
    for (let j = 0; j < 3; j++) A[l][i][j] = Math.tanh(W[l][i][0] * H[0][j]);
  }
  H = A[l];
}
`);
    assert.deepEqual(told(all.filter(({ place }) => (place?.line ?? 0) > 4)), Array(3).fill('A[l] 4x3'));
  });

  it('a vector changed in place from layer to layer: a record of each', async () => {
    const { all } = await loading(`${network}const v = Float64Array.of(1, 2, 3, 4);
for (let l = 0; l < 3; l++) {
  const u = new Float64Array(4);
  for (let i = 0; i < 4; i++) for (let k = 0; k < 4; k++) u[i] += W[l][i][k] * v[k];
  for (let i = 0; i < 4; i++) v[i] = Math.tanh(u[i]);
}
`);
    const layers = all.filter(({ place }) => (place?.line ?? 0) > 5);
    assert.deepEqual(told(layers), Array(3).fill(['u 4', 'v 4']).flat());
    for (let l = 0; l < 6; l += 2)
      assert.deepEqual(rowsOf(layers[l + 1]!)[0], rowsOf(layers[l]!)[0]!.map(Math.tanh));
  });

  it('sums that are made up in an outer loop are told once', async () => {
    const { all } = await loading(`${network}const u = new Float64Array(4);
for (let k = 0; k < 4; k++) for (let i = 0; i < 4; i++) u[i] += W[0][i][k] * X[k][0];
`);
    assert.equal(all.filter(({ target }) => target === 'u').length, 1);
  });

  it('slices are cut at their greatest length', async () => {
    const { all } = await loading('const id = (x) => x;\nconst v = id(new Float64Array(16385).fill(2));\n');
    assert.deepEqual([all[0]!.shape, rowsOf(all[0]!)[0]!.length], [[16385], 16384]);
  });

  it('matrix classes are told by the shape they say', async () => {
    const { all } = await loading(`const id = (x) => x;
const numbers = () => Float64Array.of(1, 2, 3, 4, 5, 6.5);
const a = id({ shape: [2, 3], data: numbers() });
const b = id({ rows: 3, cols: 2, data: numbers() });
const c = id({ nRows: 2, nCols: 3, values: [...numbers()] });
`);
    const matrices = all.filter(({ shape }) => shape.length === 2);
    assert.deepEqual(
      matrices.map(({ shape }) => shape),
      [
        [2, 3],
        [3, 2],
        [2, 3],
      ],
    );
    assert.deepEqual(columnsOf(matrices[1]!), [
      [1, 3, 5],
      [2, 4, 6.5],
    ]);
  });

  it('three axes: the first values only', async () => {
    const { all } = await loading(`const V = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]];
const W = V.map((m) => m.map((r) => r.slice()));
`);
    const [v, w] = all;
    assert.deepEqual([v!.place, v!.shape, w!.shape, all.length], [null, [2, 2, 2], [2, 2, 2], 2]);
    assert.deepEqual([rowsOf(w!), w!.columns], [[[1, 2, 3, 4, 5, 6, 7, 8]], []]);
  });

  it('records at most so many arrays and counts the rest', async () => {
    const session = await bound('functions.mjs', 'W1', 'b1', 'W2', 'b2');
    const { records } = await observed(session, 'cost');
    const few = await observed(session, 'cost', 3);
    assert.deepEqual([few.records, few.dropped], [3, records - 3]);
    await assert.rejects(session.records({ start: 2, count: 2 }), /no components 2 to 4/);
  });

  it('direction `values`: given numbers are added, and taken away again', async () => {
    const session = await bound('functions.mjs', 'W1', 'b1', 'W2', 'b2');
    const values = async () => [
      ...decodeBlock((await session.values({ kind: 'parameter', tensor: 0, start: 0, count: 6 })).values),
    ];
    const before = await values();
    const direction: Direction = { kind: 'values', tensor: 0, start: 2, data: encodeBlock([1, -2, 3]) };
    await session.move({
      point: [
        { direction: { kind: 'parameter', tensor: 0 }, step: -1 },
        { direction, step: 0.5 },
      ],
    });
    assert.deepEqual(await values(), [0, 0, 0.5, -1, 1.5, 0]);
    await session.move({ point: [] });
    assert.deepEqual(await values(), before);
    const long: Direction = { kind: 'values', tensor: 0, start: 4, data: encodeBlock([1, 2, 3]) };
    await assert.rejects(session.move({ point: [{ direction: long, step: 1 }] }), /no components 4 to 7/);
  });
});
