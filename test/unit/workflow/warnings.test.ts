import assert from 'node:assert/strict';
import { noteWarnings } from '../../../src/workflow/warnings';

const nothing = {
  notes: [],
  reseeded: false,
  kept: null,
  standIns: [],
  leftOut: [],
  failed: [],
  cells: null,
  zero: [],
};
const messages = (change: Partial<Parameters<typeof noteWarnings>[0]>) =>
  noteWarnings({ ...nothing, ...change }).map(({ message }) => message);

describe('notes on how a check was run', () => {
  it('tell left-out lines once where the reason is the same', () => {
    const plots = (line: number) => ({ line, endLine: line, reason: 'it plots' });
    const loop = { line: 3, endLine: 9, reason: 'it is a loop that trains' };
    assert.deepEqual(messages({ leftOut: [loop, plots(11), plots(12), plots(14), plots(40)] }), [
      'Lines 3–9 were not run: it is a loop that trains.',
      'Lines 11–14 were not run: they plot.',
      'Line 40 was not run: it plots.',
    ]);
  });

  it('tell what zeros hide', () => {
    assert.match(messages({ zero: ['w', 'b'] })[0]!, /^w, b are all zero, .* cannot show/);
  });

  it('name what was promoted, tied or put back', () => {
    assert.deepEqual(
      messages({
        notes: [
          { kind: 'promoted', names: ['W', 'b'], dtype: 'float32' },
          { kind: 'tied', names: ['W1', 'W2'] },
          { kind: 'mutated', by: 'cost', names: ['W'] },
        ],
      }),
      [
        'W, b were promoted from float32 to float64 for the check.',
        'W1, W2 are one array; its gradient is the sum over all of its uses.',
        'The cost changes W in place; it was restored before each evaluation.',
      ],
    );
  });

  it('say once what the cost and the gradient both do', () => {
    assert.deepEqual(
      messages({
        notes: [
          { kind: 'mutated', by: 'cost', names: ['W', 'b'] },
          { kind: 'mutated', by: 'gradient', names: ['W', 'b'] },
          { kind: 'replaced', by: 'gradient', names: ['W', 'b'] },
        ],
      }),
      [
        'The cost and the gradient change W, b in place; they were restored before each evaluation.',
        'The gradient replaces W, b; they were put back before each evaluation.',
      ],
    );
  });
});
