import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { tableSize, type View } from '../../../src/core/normalization/view';
import { npy, npyHead } from '../../support/npyWriter';
import { zip } from '../../support/zipWriter';
import { flat, only, opened, problemOf, scratch, table } from './reading';

const types: Readonly<Record<string, readonly [dtype: string, value: fc.Arbitrary<number | bigint>]>> = {
  f8: ['float64', fc.double()],
  f4: ['float32', fc.float()],
  i1: ['int8', fc.integer({ min: -128, max: 127 })],
  i2: ['int16', fc.integer({ min: -32768, max: 32767 })],
  i4: ['int32', fc.integer()],
  i8: ['int64', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  u1: ['uint8', fc.integer({ min: 0, max: 255 })],
  u2: ['uint16', fc.integer({ min: 0, max: 65535 })],
  u4: ['uint32', fc.integer({ min: 0, max: 2 ** 32 - 1 })],
  u8: ['uint64', fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })],
  b1: ['bool', fc.integer({ min: 0, max: 1 })],
};

const anyView = (axes: number): fc.Arbitrary<View> =>
  fc.record({
    orientation: fc.constantFrom('examples-first', 'features-first'),
    channelAxis: axes > 2 ? fc.option(fc.integer({ min: 1, max: axes - 1 })) : fc.constant(null),
  });

/** An index for each axis of every element, the last axis fastest. */
function indices(shape: readonly number[]): readonly (readonly number[])[] {
  return shape.reduce<number[][]>(
    (before, size) => before.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])),
    [[]],
  );
}

/** The table from its definition: `value` tells the element at an index. */
function expected(
  shape: readonly number[],
  { orientation, channelAxis }: View,
  value: (index: readonly number[]) => number,
): readonly (readonly number[])[] {
  const exampleAxis = orientation === 'examples-first' ? 0 : shape.length - 1;
  const rest = shape.map((_, axis) => axis).filter((axis) => axis !== exampleAxis);
  const featureAxes = channelAxis === null ? rest : [rest[channelAxis - 1]!];
  const number = (index: readonly number[], of: (axis: number) => boolean): number =>
    shape.reduce((before, size, axis) => (of(axis) ? before * size + index[axis]! : before), 0);
  const rows: number[][] = [];
  for (const index of indices(shape)) {
    const example = number(index, (axis) => !featureAxes.includes(axis));
    (rows[example] ??= [])[number(index, (axis) => featureAxes.includes(axis))] = value(index);
  }
  return rows;
}

describe('arrays of numpy', () => {
  const { write } = scratch();

  it('any shape, order, type and view gives the table of its definition', async () => {
    const cases = fc
      .tuple(
        fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
        fc.constantFrom(...Object.keys(types)),
      )
      .chain(([shape, code]) => {
        const length = shape.reduce((product, size) => product * size, 1);
        return fc.record({
          shape: fc.constant(shape),
          code: fc.constant(code),
          order: fc.constantFrom('<', '>'),
          fortran: shape.length > 2 ? fc.constant(false) : fc.boolean(),
          version: fc.constantFrom(1 as const, 2 as const, 3 as const),
          values: fc.array(types[code]![1], { minLength: length, maxLength: length }),
          view: anyView(shape.length),
        });
      });
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, code, order, fortran, version, values, view }) => {
        const descr = `${/1$/.test(code) ? '|' : order}${code}`;
        const array = await only(
          write('any.npy', npy({ descr, shape, fortranOrder: fortran, version, values })),
        );
        assert.deepEqual([array.shape, array.dtype], [shape, types[code]![0]]);
        const at = (index: readonly number[]): number => {
          const axes = shape.map((size, axis) => [size, index[axis]!] as const);
          const place = (fortran ? axes.toReversed() : axes).reduce((sum, [size, i]) => sum * size + i, 0);
          return Number(values[place]);
        };
        const rows = expected(shape, view, at);
        assert.deepEqual(await table(array, view), rows);
        if (values.length > 0)
          assert.deepEqual(tableSize(shape, view), { examples: rows.length, features: rows[0]!.length });
      }),
      { numRuns: 500 },
    );
  });

  it('every number of half precision', async () => {
    const bits = Array.from({ length: 65536 }, (_, i) => i);
    // The same number in single precision: its exponent is larger by 112, its fraction has 13 bits more.
    const single = new DataView(new ArrayBuffer(4));
    const value = (half: number): number => {
      const [exponent, fraction] = [(half >> 10) & 31, half & 1023];
      const sign = half >> 15 ? -1 : 1;
      if (exponent === 0) return sign * (fraction / 16777216);
      single.setUint32(0, ((exponent === 31 ? 255 : exponent + 112) << 23) | (fraction << 13));
      return sign * single.getFloat32(0);
    };
    for (const order of ['<', '>']) {
      const file = write('half.npy', npy({ descr: `${order}f2`, shape: [65536], values: bits }));
      assert.deepEqual(
        await table(await only(file)),
        bits.map((half) => [value(half)]),
      );
    }
  });

  it('arrays of many blocks', async () => {
    const shapes = [
      [2, 140_000],
      [140_000, 2],
      [150, 30, 40],
      [1, 2, 140_000],
    ] as const;
    for (const shape of shapes) {
      const length = shape.reduce((product: number, size) => product * size, 1);
      const values = Array.from({ length }, (_, i) => i);
      for (const fortranOrder of shape.length === 2 ? [false, true] : [false]) {
        const array = await only(write('large.npy', npy({ descr: '<i4', shape, fortranOrder, values })));
        const views: View[] = [flat, { ...flat, orientation: 'features-first' }];
        if (shape.length > 2) views.push({ ...flat, channelAxis: 1 }, { ...flat, channelAxis: 2 });
        const strides = shape.map((_, axis) =>
          shape.reduce(
            (p: number, size, other) => ((fortranOrder ? other < axis : other > axis) ? p * size : p),
            1,
          ),
        );
        for (const view of views) {
          const read = await table(array, view);
          const rows = expected(shape, view, (index) =>
            index.reduce((sum, i, axis) => sum + i * strides[axis]!, 0),
          );
          assert.equal(read.length, rows.length);
          assert.ok(read.every((row, i) => row.every((value, j) => value === rows[i]![j])));
        }
      }
    }
  }).timeout(60_000);

  it('members of archives, stored and deflated', async () => {
    const values = Array.from({ length: 200_000 }, (_, i) => i % 251);
    const content = npy({ descr: '<f4', shape: [50_000, 4], values });
    const labels = npy({ descr: '<i8', shape: [3], values: [1n, 2n, 3n] });
    const text = npyHead("{'descr': '<U3', 'fortran_order': False, 'shape': (0,), }");
    for (const deflated of [false, true]) {
      const file = write(
        'two.npz',
        zip([
          { name: 'X.npy', content, deflated },
          { name: 'deep/y.npy', content: labels, deflated },
          { name: 'names.npy', content: text, deflated },
          { name: 'notes.txt', content: Buffer.from('nothing'), deflated },
        ]),
      );
      const { arrays, leftOut } = await opened(file);
      assert.deepEqual(
        arrays.map(({ name, shape, dtype }) => [name, shape, dtype]),
        [
          ['X', [50_000, 4], 'float32'],
          ['deep/y', [3], 'int64'],
        ],
      );
      assert.deepEqual(
        leftOut.map(({ name }) => name),
        ['names'],
      );
      assert.match(leftOut[0]!.reason, /holds text/);
      // As often as it is asked for.
      for (let time = 0; time < 2; time++) assert.deepEqual((await table(arrays[0]!)).flat(), values);
      assert.deepEqual(await table(arrays[1]!), [[1], [2], [3]]);
    }
  });

  it('says what is no array of numbers', async () => {
    const head = (descr: string, shape = '(2,)'): string =>
      `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;
    const full = npy({ descr: '<f8', shape: [2, 3], values: [1, 2, 3, 4, 5, 6] });
    const bad: readonly (readonly [string, Buffer, RegExp])[] = [
      ['objects', npyHead(head("'|O'")), /Python objects.*`astype\(float\)`/],
      ['named fields', npyHead(head("[('a', '<f8'), ('b', '<f8')]")), /named fields.*Save the numbers alone/],
      ['complex', npyHead(head("'<c16'")), /complex numbers\. Save its real part/],
      ['text', npyHead(head("'<U7'")), /holds text\. Make it an array of numbers/],
      ['bytes', npyHead(head("'|S7'")), /holds text\. Make it an array of numbers/],
      ['times', npyHead(head("'<M8[ns]'")), /type `<M8\[ns\]`.*Save it as float64/],
      ['long doubles', npyHead(head("'<f16'")), /type `<f16`.*Save it as float64/],
      ['no dict', npyHead('None'), /head of the file is damaged\. Save the array again/],
      ['a negative size', npyHead(head("'<f8'", '(-2, 3)')), /head of the file is damaged/],
      ['sizes that are no numbers', npyHead(head("'<f8'", '(a, 3)')), /head of the file is damaged/],
      ['a boundless size', npyHead(head("'<f8'", '(4611686018427387904, 9)')), /was cut off/],
      ['another kind of file', Buffer.from('PK\x03\x04 and so on'), /no `\.npy` file.*`np\.save`/],
      [
        'three axes in Fortran order',
        npy({ descr: '<i1', shape: [1, 2, 1], fortranOrder: true, values: [1, 2] }),
        /Fortran order\. Save it with `np\.ascontiguousarray`/,
      ],
      ['nothing', Buffer.alloc(0), /is empty\. Write the data/],
    ];
    for (const [what, content, message] of bad) {
      const problem = await problemOf(write('bad.npy', content));
      assert.match(problem.message, message, what);
      assert.equal(problem.code, 'data-file');
    }
    for (let length = 1; length < full.length; length++)
      assert.match(
        (await problemOf(write('cut.npy', full.subarray(0, length)))).message,
        /\. (?:Save|Write) /,
      );
  });
});
