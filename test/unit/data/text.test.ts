import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { only, opened, scratch, table } from './reading';

describe('text files of numbers', () => {
  const { write } = scratch();
  const NA = NaN;

  it('any table, however it is written', async () => {
    const cell = fc.oneof(
      fc.double({ noDefaultInfinity: true, noNaN: true }),
      fc.integer(),
      fc.constantFrom(NaN, Infinity, -Infinity, 0, -0),
    );
    const style = fc.record({
      delimiter: fc.constantFrom(',', '\t', ';', '|', ' '),
      lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
      header: fc.boolean(),
      mark: fc.boolean(),
      quoted: fc.constantFrom('none', 'some', 'all'),
      closed: fc.boolean(),
      comments: fc.boolean(),
      blanks: fc.boolean(),
      missing: fc.constantFrom('', 'NA', 'NaN', 'nan', 'null', '?', 'N/A', 'None'),
    });
    const tables = fc
      .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 8 }))
      .chain(([features, rows]) =>
        fc.array(fc.array(cell, { minLength: features, maxLength: features }), {
          minLength: rows,
          maxLength: rows,
        }),
      );
    await fc.assert(
      fc.asyncProperty(tables, style, async (rows, how) => {
        // An empty field between spaces is none, and a column needs a number to be told from a text.
        const missing = how.delimiter === ' ' && how.missing === '' ? 'NA' : how.missing;
        const field = (value: number, at: number): string => {
          const text = Number.isNaN(value) ? missing : Object.is(value, -0) ? '-0' : String(value);
          return how.quoted === 'all' || (how.quoted === 'some' && at === 1) ? `"${text}"` : text;
        };
        const first = rows[0]!.map((_, at) => at + 0.5);
        const lines = [first, ...rows].map((row) => row.map(field).join(how.delimiter));
        if (how.comments) lines.splice(2, 0, '# a remark, with; marks');
        if (how.blanks) lines.splice(1, 0, '');
        const names = first.map((_, at) => `feature${at}`);
        if (how.header) lines.unshift(names.join(how.delimiter));
        const text = (how.mark ? '\uFEFF' : '') + lines.join(how.lineEnd) + (how.closed ? how.lineEnd : '');
        const array = await only(write('any.csv', text));
        assert.deepEqual(array.shape, [null, first.length]);
        assert.deepEqual(array.columns, how.header ? names : null);
        assert.deepEqual(await table(array), [first, ...rows]);
      }),
      { numRuns: 300 },
    );
  });

  it('rows across the pieces in which a file is read, quoted or not', async () => {
    for (const quoted of [false, true]) {
      const rows = Array.from({ length: 30_000 }, (_, i) => [i, i / 7, -1e-5 * (i + 1), Math.sin(i) * 1e6]);
      const notes = rows.map(([i]) => (quoted && i! % 1000 === 7 ? `"a note,\nof ${i} ""lines"""` : 'plain'));
      const text = `a,b,c,note,d\n${rows.map(([a, b, c, d], i) => `${a},${b},${c},${notes[i]},${d}\n`).join('')}`;
      const array = await only(write(`long-${quoted}.csv`, text));
      assert.ok(text.length > 2 ** 20);
      assert.deepEqual(array.columns, ['a', 'b', 'c', 'd']);
      assert.deepEqual(await table(array), rows);
    }
  });

  it('rows longer than a piece: 150,000 columns', async () => {
    const names = Array.from({ length: 150_000 }, (_, at) => `f${at}`);
    const rows = [0, 1, 2].map((row) => names.map((_, at) => at * 1.25 + row));
    const array = await only(write('wide.csv', [names, ...rows].map((row) => row.join(',')).join('\n')));
    assert.equal(array.columns!.length, 150_000);
    assert.deepEqual(await table(array), rows);
  });

  const layouts: readonly (readonly [
    string,
    string,
    readonly string[] | null,
    readonly (readonly number[])[],
  ])[] = [
    [
      'no names',
      '1,2\n3,4\n',
      null,
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['one column', 'height\n1.5\n\n2.5\n', ['height'], [[1.5], [2.5]]],
    ['one column without a name', '1.5\n2.5', null, [[1.5], [2.5]]],
    [
      'names of pandas for columns without any',
      '0,1,2\n0.5,1.5,2.5\n3,4,5\n',
      ['0', '1', '2'],
      [
        [0.5, 1.5, 2.5],
        [3, 4, 5],
      ],
    ],
    [
      'names in a comment',
      '# a b\n1.0 2.0\n3.0 4.0\n',
      ['a', 'b'],
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'columns aligned by spaces',
      '  1.0  -2.0\n 10.0   4.0 \n',
      null,
      [
        [1, -2],
        [10, 4],
      ],
    ],
    [
      'spaces around fields',
      'a, b\n1 , 2\n 3,\n',
      ['a', 'b'],
      [
        [1, 2],
        [3, NA],
      ],
    ],
    [
      'a row of missing values',
      'a\tb\n1\t2\n\t\n3\t4\n',
      ['a', 'b'],
      [
        [1, 2],
        [NA, NA],
        [3, 4],
      ],
    ],
    [
      'exponents and infinities',
      'a,b\n1e3,-inf\n+2.5E-3,Infinity\n',
      ['a', 'b'],
      [
        [1000, -Infinity],
        [0.0025, Infinity],
      ],
    ],
    [
      'more digits than a double has',
      '0.1000000000000000055511151231257827,9007199254740993\n1,2',
      null,
      [
        [0.1, 9007199254740992],
        [1, 2],
      ],
    ],
    [
      'semicolons',
      'a;b\n1.5;2\n3;4\n',
      ['a', 'b'],
      [
        [1.5, 2],
        [3, 4],
      ],
    ],
    [
      'delimiters in quoted names',
      '"a,b";"c\nd"\n1;2\n3;4\n',
      ['a,b', 'c\nd'],
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ];
  for (const [what, text, columns, rows] of layouts) {
    it(what, async () => {
      const array = await only(write('layout.csv', text));
      assert.deepEqual(array.columns, columns);
      assert.deepEqual(await table(array), rows);
    });
  }

  it('columns that are no features are left out, and said to be', async () => {
    const text =
      ',sepal,species,code,late,y\n0,5.1,setosa,"1,5",NA,0\n1,4.9,virginica,"2,5",3,1\n2,4.7,setosa,"3,5",,1\n';
    const array = await only(write('iris.csv', text));
    assert.deepEqual(array.columns, ['sepal', 'late']);
    assert.deepEqual(array.leftOut, [
      { name: 'column 1', reason: 'it numbers the rows' },
      { name: 'species', reason: 'it holds text, as "setosa" in line 2' },
      { name: 'code', reason: 'it holds decimal commas, as "1,5" in line 2' },
      { name: 'y', reason: 'by its name it is the label' },
    ]);
    assert.deepEqual(await table(array), [
      [5.1, NaN],
      [4.9, 3],
      [4.7, NaN],
    ]);
  });

  it('a first column that counts but is called otherwise is a feature', async () => {
    const array = await only(write('age.csv', 'age,b\n0,2\n1,3\n2,5\n'));
    assert.deepEqual(array.columns, ['age', 'b']);
  });

  it('can be read again, and stopped', async () => {
    const array = await only(write('again.csv', `a,b\n${'1,2\n'.repeat(200_000)}`));
    assert.deepEqual(await table(array), await table(array));
    const stop = new AbortController();
    let blocks = 0;
    await assert.rejects(async () => {
      for await (const block of array.blocks(
        { orientation: 'examples-first', channelAxis: null },
        stop.signal,
      )) {
        blocks += block.examples > 0 ? 1 : 0;
        stop.abort();
      }
    }, /abort/i);
    assert.equal(blocks, 1);
  });

  it('a file of missing values is data', async () => {
    const file = write('missing.tsv', 'a\tb\nNaN\tNaN\nNaN\tNaN\n');
    assert.deepEqual(await table((await opened(file)).arrays[0]!), [
      [NA, NA],
      [NA, NA],
    ]);
  });
});
