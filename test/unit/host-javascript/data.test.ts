import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matrix, sparse } from 'mathjs';
import { writeData } from '../../../src/host-javascript/data';

describe('data of JavaScript models as .npy files', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'data-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** The header's text, and the bytes after it. */
  function written(value: unknown) {
    const file = join(folder, 'array.npy');
    const reply = writeData(value, file);
    const bytes = readFileSync(file);
    const start = 10 + bytes.readUInt16LE(8);
    assert.equal(bytes.subarray(0, 8).toString('latin1'), '\x93NUMPY\x01\x00');
    assert.equal(start % 64, 0);
    const numbers = bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length);
    return { reply, header: bytes.subarray(10, start).toString('latin1').trim(), numbers };
  }

  it('nested arrays', () => {
    const { reply, header, numbers } = written([
      [1, 2.5, NaN],
      [-0, Infinity, 4],
    ]);
    assert.equal(header, "{'descr': '<f8', 'fortran_order': False, 'shape': (2,3,), }");
    assert.deepEqual([...new Float64Array(numbers)], [1, 2.5, NaN, -0, Infinity, 4]);
    assert.deepEqual(reply, { shape: [2, 3], dtype: 'float64', columns: null, leftOut: [] });
  });

  it('typed arrays and arrays of them keep their type', () => {
    const single = written([Float32Array.of(1, 2), Float32Array.of(0.1, 4)]);
    assert.match(single.header, /'<f4'.*\(2,2,\)/);
    assert.deepEqual([...new Float32Array(single.numbers)], [1, 2, Math.fround(0.1), 4]);
    assert.equal(single.reply.dtype, 'float32');
    const bytes = written(new Uint8ClampedArray([1, 255]).subarray(1));
    assert.match(bytes.header, /'\|u1'.*\(1,\)/);
    assert.deepEqual([...new Uint8Array(bytes.numbers)], [255]);
  });

  it('rows of different types are float64', () => {
    const { header, numbers } = written([Float32Array.of(0.5), Int8Array.of(-3), [7]]);
    assert.match(header, /'<f8'.*\(3,1,\)/);
    assert.deepEqual([...new Float64Array(numbers)], [0.5, -3, 7]);
  });

  it('matrices of mathjs, also sparse ones, and truth values', () => {
    const rows = [
      [1, 0],
      [0, 2],
    ];
    for (const value of [matrix(rows), sparse(rows)])
      assert.deepEqual([...new Float64Array(written(value).numbers)], [1, 0, 0, 2]);
    const truth = written([[true, false]]);
    assert.deepEqual([...new Float64Array(truth.numbers)], [1, 0]);
    assert.equal(truth.reply.dtype, 'bool');
  });

  it('more rows than one chunk', () => {
    const rows = Array.from({ length: 50_001 }, (_, i) => [i, -i]);
    const numbers = new Float64Array(written(rows).numbers);
    assert.equal(numbers.length, 100_002);
    assert.ok(rows.every(([x, y], i) => numbers[2 * i] === x && numbers[2 * i + 1] === y));
  });

  it('what is no numbers is refused', () => {
    const refused = (value: unknown, message: RegExp) =>
      assert.throws(() => written(value), { name: 'HostError', message });
    refused([['a', 'b']], /text/);
    refused([[1, 2], [3]], /different lengths/);
    refused([], /empty/);
    refused([[1, 'a']], /more than numbers/);
    refused({ x: 1 }, /no array \(object\)/);
    refused(undefined, /no array \(undefined\)/);
    refused([{ x: 1 }], /no numbers \(object\)/);
  });
});
