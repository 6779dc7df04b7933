import assert from 'node:assert/strict';
import { movePlace, type Edit } from '../../../src/state/edits';

const place = { file: 'm.py', line: 10, column: 5, endLine: 10, endColumn: 12, function: 'f' };

/** From one-based positions, as places have them. */
function edit(from: [number, number], to: [number, number], text: string): Edit {
  return {
    startLine: from[0] - 1,
    startColumn: from[1] - 1,
    endLine: to[0] - 1,
    endColumn: to[1] - 1,
    text,
  };
}

const span = (moved: typeof place) => [moved.line, moved.column, moved.endLine, moved.endColumn];

describe('moving a place with an edit', () => {
  const cases: readonly (readonly [string, Edit, readonly number[]])[] = [
    ['an edit below leaves it', edit([11, 1], [12, 1], 'x\ny\nz'), [10, 5, 10, 12]],
    ['an edit behind it on its line leaves it', edit([10, 12], [10, 12], '  # note'), [10, 5, 10, 12]],
    ['lines above push it down', edit([3, 1], [3, 1], 'a\nb\n'), [12, 5, 12, 12]],
    ['lines deleted above pull it up', edit([3, 1], [5, 1], ''), [8, 5, 8, 12]],
    ['text before it on its line pushes it', edit([10, 1], [10, 1], '    '), [10, 9, 10, 16]],
    ['text typed right before it pushes it', edit([10, 5], [10, 5], '-'), [10, 6, 10, 13]],
    ['text inside makes it longer', edit([10, 7], [10, 7], '123'), [10, 5, 10, 15]],
    ['text replaced inside', edit([10, 6], [10, 8], 'abcd'), [10, 5, 10, 14]],
    ['a line break before it on its line', edit([10, 3], [10, 3], '\n'), [11, 3, 11, 10]],
    ['the line above joined to its own', edit([9, 4], [10, 1], ''), [9, 8, 9, 15]],
    ['its start cut off', edit([10, 1], [10, 8], ''), [10, 1, 10, 5]],
    ['its end cut off', edit([10, 8], [10, 20], ''), [10, 5, 10, 8]],
  ];
  for (const [name, change, expected] of cases) {
    it(name, () => assert.deepEqual(span(movePlace(place, change)), expected));
  }

  it('never turns a place around', () => {
    const [line, column, endLine, endColumn] = span(movePlace(place, edit([10, 3], [10, 30], 'new')));
    assert.ok(endLine! > line! || (endLine === line && endColumn! >= column!));
  });
});
