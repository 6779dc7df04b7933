import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { only, problemOf, scratch, table } from './reading';

const fixtures = resolve(__dirname, '../../fixtures/data');
const numbers: readonly (readonly number[])[] = [
  [0.5, -(2 ** 53), 1],
  [-1.25, 2, 0],
  [NaN, NaN, NaN],
  [NaN, 4, 1],
  [Infinity, 5, 1],
  [1e300, 6, 0],
  [3, 7, 1],
];

/** The files were written by pyarrow, seven rows in groups of three. */
describe('Parquet files', () => {
  const { write } = scratch();

  it('columns of every type: numbers are read, others left out with the reason', async () => {
    const array = await only(join(fixtures, 'types.parquet'));
    assert.deepEqual(array.shape, [7, 12]);
    assert.deepEqual(array.columns, [
      'f64',
      'f32',
      'f16',
      'i8',
      'u8',
      'i64',
      'u32',
      'u64',
      'bool',
      'dec',
      'dec30',
      'none',
    ]);
    assert.deepEqual(array.leftOut, [
      { name: 'name', reason: 'it holds text' },
      { name: 'kind', reason: 'it holds text' },
      { name: 'day', reason: 'it holds times' },
      { name: 'time', reason: 'it holds times' },
      { name: 'list', reason: 'it holds lists or records' },
      { name: 'record', reason: 'it holds lists or records' },
      { name: 'blob', reason: 'it holds text' },
      { name: 'y', reason: 'by its name it is the label' },
    ]);
    const rows = await table(array);
    assert.deepEqual(
      rows,
      [
        [0.5, 0.5, 0.5, -1, 255, -(2 ** 53), 2 ** 32 - 1, 2 ** 63, 1, 0, -0, NaN],
        [-1.25, 1.5, 1.5, 2, 2, 2, 2, 2, 0, 1.25, -1.25, NaN],
        [NaN, 2.5, 2.5, 3, 3, NaN, 3, 3, NaN, 2.5, -2.5, NaN],
        [NaN, NaN, -3.5, 4, 4, 4, 4, 4, 1, 3.75, -3.75, NaN],
        [Infinity, 4.5, 4.5, 5, 5, 5, 5, 5, 1, 5, -5, NaN],
        [1e300, 5.5, 5.5, 6, 6, 6, 6, 6, 0, 6.25, -6.25, NaN],
        [3, 6.5, 6.5, 7, 7, 7, 7, 7, 1, 7.5, -7.5, NaN],
      ].map((row) => row.map((value) => (Object.is(value, -0) ? 0 : value))),
    );
  });

  for (const codec of ['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'])
    it(`compressed by ${codec}`, async () => {
      assert.deepEqual(await table(await only(join(fixtures, `${codec}.parquet`))), numbers);
    });

  it('the index of a data frame is no feature', async () => {
    const array = await only(join(fixtures, 'index.parquet'));
    assert.deepEqual(
      [array.columns, array.leftOut],
      [['a', 'b'], [{ name: '__index_level_0__', reason: 'it is the index of the table' }]],
    );
  });

  it('a file cut off anywhere, or damaged, is said to be', async () => {
    const content = readFileSync(join(fixtures, 'gzip.parquet'));
    for (let length = 4; length < content.length; length += 97) {
      const { message } = await problemOf(write('cut.parquet', content.subarray(0, length)));
      assert.match(message, /no Parquet file, or it is damaged or cut off\. Write it again/);
    }
    const damaged = Buffer.from(content);
    damaged.fill(0xff, 20, 60);
    assert.match((await problemOf(write('bad.parquet', damaged))).message, /damaged/);
  });

  it('rows are examples', async () => {
    const problem = await problemOf(join(fixtures, 'none.parquet'), {
      orientation: 'features-first',
      channelAxis: null,
    });
    assert.match(problem.message, /rows of a Parquet file are its examples\. Transpose/);
  });
});
