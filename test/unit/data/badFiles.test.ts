import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProblemError } from '../../../src/core/problem';
import { flat, only, problemOf, scratch, table } from './reading';

/** Each says in one go what is wrong, where, and what to do. */
describe('data files that cannot be read', () => {
  const { write } = scratch();

  const texts: readonly (readonly [string, string | Buffer, RegExp, number | null])[] = [
    ['empty', '', /is empty\. Write the data into it/, null],
    ['blank lines only', '\n \n\n', /holds no rows\. Write/, null],
    ['comments only', '# a,b\n# 1,2\n', /holds no rows\. Write/, null],
    ['names only', 'a,b,c\n', /names of columns and no rows of numbers\. Write the data below/, null],
    [
      'a field too many',
      'a,b\n1,2\n3,4,5\n6,7\n',
      /row has 3 fields, and those before have 2\. Correct it; a field that holds `,` needs quotes/,
      3,
    ],
    [
      'a field too few',
      'a\tb\tc\n1\t2\t3\n\n1\t2\n',
      /row has 2 fields, and those before have 3\. Correct it; a field that holds a tab/,
      4,
    ],
    ['a field too many behind a quoted one', '"a,b",c\r\n1,2\r\n"3",4,5\r\n', /row has 3 fields/, 3],
    ['a field too many in a row of two lines', 'a,b,c\n1,"x\n",2\n3,"\n",4,5\n', /row has 4 fields/, 4],
    ['a field too many below a name of two lines', '"a\nb",c\n1,2\n3,4,5\n', /row has 3 fields/, 4],
    ['aligned columns of another number', '1 2\n 1  2  3\n', /row has 3 fields.*a space needs quotes/, 2],
    [
      'text columns only',
      'town,river\nBonn,Rhine\nParis,Seine\n',
      /no column holds numbers alone; of `column 1`: it holds text, as "town" in line 1\. Save/,
      null,
    ],
    [
      'thousands',
      'a;b\n1,000;2,500\n2,500;3,500\n',
      /it holds commas in numbers, as "1,000" in line 2\./,
      null,
    ],
    ['decimal commas', 'a;b\n1,5;2,5\n2,5;3,5\n', /it holds decimal commas, as "1,5" in line 2\. Save/, null],
    ['the label only', 'y\n1\n2\n', /of `y`: by its name it is the label\. Save/, null],
    [
      'text late',
      `a,b\n${'1,2\n'.repeat(100_000)}1,oops\n`,
      /`b` holds the text "oops" among its numbers\. Correct it, leave the field empty/,
      100_002,
    ],
    [
      'text late in quotes',
      `a,b\n${'1,"2"\n'.repeat(100_000)}1,"oops"\n`,
      /`b` holds the text "oops"/,
      100_002,
    ],
    ['hexadecimal numbers late', `a\n${'1\n'.repeat(200_000)}0x10\n`, /the text "0x10"/, 200_002],
    [
      'a mark that is not closed',
      'a,b\n1,2\n"3,4\n5,6\n',
      /quotation mark in this line is not closed\. Close or remove it/,
      3,
    ],
    ['binary', Buffer.from([1, 2, 0, 3, 4]), /no text in UTF-8.*Save it as UTF-8/, null],
    ['UTF-16', Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'), /no text in UTF-8.*Save it as UTF-8/, null],
  ];
  for (const [what, content, message, line] of texts) {
    it(`text: ${what}`, async () => {
      const problem = await problemOf(write('bad.csv', content));
      assert.match(problem.message, message);
      assert.deepEqual([problem.code, problem.line], ['data-file', line]);
    });
  }

  it('the sentence names file and line', async () => {
    const array = await only(write('ragged.csv', `a,b\n${'1,2\n'.repeat(150_000)}3\n`));
    await assert.rejects(table(array), /^ProblemError: ragged\.csv, line 150002: the row has 1 field, and/);
  });

  it('archives and Parquet files that are none', async () => {
    for (const [name, content, message] of [
      ['none.npz', Buffer.from('no archive at all'), /no `\.npz` archive.*again with `np\.savez`/],
      [
        'none.parquet',
        Buffer.from('no table at all, but longer than a footer'),
        /no Parquet file.*Write it again/,
      ],
      ['short.parquet', Buffer.from('PAR1'), /no Parquet file.*Write it again/],
      ['empty.parquet', Buffer.alloc(0), /is empty\. Write/],
      ['empty.npz', Buffer.alloc(0), /is empty\. Write/],
      // An archive of nothing is its end record alone.
      [
        'bare.npz',
        Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]),
        /holds no arrays\. Write it with/,
      ],
    ] as const)
      assert.match((await problemOf(write(name, content))).message, message, name);
  });

  it('what is no file, or none that is read here', async () => {
    const folder = dirname(write('numbers.dat', '1 2'));
    mkdirSync(join(folder, 'folder.csv'));
    assert.match(
      (await problemOf(join(folder, 'folder.csv'))).message,
      /is a folder\. Name a data file in it/,
    );
    assert.match((await problemOf(join(folder, 'nowhere.npy'))).message, /no such file\. Check its path/);
    assert.match(
      (await problemOf(join(folder, 'numbers.dat'))).message,
      /end in `\.dat` are not read\. Data come from \.csv, \.tsv, \.npy, \.npz, \.parquet/,
    );
    if (process.platform === 'win32') return;
    symlinkSync('/dev/null', join(folder, 'device.csv'));
    assert.match((await problemOf(join(folder, 'device.csv'))).message, /no regular file\. Save the data/);
    const locked = write('locked.csv', '1,2\n');
    chmodSync(locked, 0);
    // The superuser reads it all the same.
    if (process.getuid?.() !== 0)
      assert.match((await problemOf(locked)).message, /may not be read\. Change its permissions/);
  });

  it('a file that changes while it is read', async () => {
    const content = `a,b\n${'1,2\n'.repeat(400_000)}`;
    const ways: readonly (readonly [string, (file: string) => void])[] = [
      ['grows', (file) => appendFileSync(file, 'and so on\n')],
      ['is cut off', (file) => writeFileSync(file, content.slice(0, 1000))],
    ];
    for (const [what, change] of ways) {
      const file = write('changing.csv', content);
      const array = await only(file);
      let blocks = 0;
      await assert.rejects(
        async () => {
          for await (const block of array.blocks(flat, new AbortController().signal))
            if (block.examples > 0 && blocks++ === 0) change(file);
        },
        (error) => error instanceof ProblemError && /changed while it was read\. Refresh/.test(error.message),
        what,
      );
    }
    const gone = write('gone.csv', content);
    const array = await only(gone);
    rmSync(gone);
    await assert.rejects(table(array), /no such file/);
  });
});
