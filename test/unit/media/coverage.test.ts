import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { gridFor } from '../../../media/gradient/cells';
import { errorFacts, componentErrors, heatPixels, worstInBlock } from '../../../media/gradient/heatImage';
import {
  blockAt,
  blocksToDraw,
  blockText,
  measuredMask,
  rectanglesOf,
} from '../../../media/gradient/measured';
import { choosePoints } from '../../../media/gradient/points';
import { heatColours } from '../../../media/shared/colour';
import { unravel } from '../../../src/core/gradient/explain';
import type { Block, Coverage } from '../../../src/core/gradient/coverage';

const box = (from: readonly number[], to: readonly number[]): Block => ({
  from,
  to,
  low: 0,
  high: 1,
  finding: 'agrees',
});
const coverage = (checked: readonly number[], blocks: readonly Block[] = []): Coverage => ({
  checked,
  blocks,
  dense: false,
  complete: true,
  relativeDifference: { low: 0, high: 1 },
});

describe('components that were checked as a whole', () => {
  it('lie where their box lies, whatever the shape', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 });
    const boxes = shapes.chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.tuple(
          ...shape.map((length) =>
            fc.tuple(fc.integer({ min: 0, max: length }), fc.integer({ min: 0, max: length })),
          ),
        ),
      ),
    );
    fc.assert(
      fc.property(fc.oneof(boxes, fc.constant([[130], [[17, 93]]] as const)), ([shape, ends]) => {
        const from = ends.map(([a, b]) => Math.min(a, b));
        const to = ends.map(([a, b]) => Math.max(a, b));
        const block = box(from, to);
        const grid = gridFor(shape);
        const painted = new Map<number, number>();
        for (const { row, column, rows, columns } of rectanglesOf(block, shape, grid)) {
          assert.ok(column + columns <= grid.columns && row + rows <= grid.rows);
          for (let r = row; r < row + rows; r++)
            for (let c = column; c < column + columns; c++) {
              const flat = r * grid.columns + c;
              painted.set(flat, (painted.get(flat) ?? 0) + 1);
            }
        }
        for (let flat = 0; flat < grid.size; flat++) {
          const index = unravel(flat, shape);
          const inside = index.every((at, axis) => at >= from[axis]! && at < to[axis]!);
          assert.equal(painted.get(flat) ?? 0, inside ? 1 : 0, `${index.join()} of ${shape.join()}`);
        }
        assert.ok([...painted.keys()].every((flat) => flat < grid.size));
      }),
    );
  });

  it('take one rectangle where they can', () => {
    const shape = [256, 784];
    assert.equal(rectanglesOf(box([3, 5], [100, 700]), shape, gridFor(shape)).length, 1);
    const kernel = [16, 8, 3, 3];
    assert.equal(rectanglesOf(box([0, 2, 0, 0], [9, 7, 3, 3]), kernel, gridFor(kernel)).length, 1);
    assert.equal(rectanglesOf(box([0, 2, 1, 0], [9, 4, 2, 3]), kernel, gridFor(kernel)).length, 2);
    const vector = [1000];
    assert.equal(rectanglesOf(box([3], [990]), vector, gridFor(vector)).length, 3);
  });

  it('are not drawn where each of their components was measured', () => {
    const shape = [2, 3];
    const blocks = [box([0, 0], [1, 3]), box([1, 0], [2, 2]), box([1, 2], [2, 3])];
    const known = coverage([0, 1, 3, 5], blocks);
    const drawn = blocksToDraw(known, shape, gridFor(shape), measuredMask(known, 6)!);
    assert.deepEqual(drawn, [blocks[0], blocks[1]]);
  });

  it('are found by index, and named', () => {
    const blocks = [box([0, 0], [2, 4]), box([2, 0], [3, 4])];
    assert.equal(blockAt(coverage([], blocks), [2, 1]), blocks[1]);
    assert.equal(blockAt(coverage([], blocks), [3, 1]), null);
    assert.equal(blockText(blocks[0]!), '[0…1, 0…3]');
    assert.equal(blockText(blocks[1]!), '[2, 0…3]');
  });

  it('have no error, no point and no pixel of their own', () => {
    const computed = Float64Array.of(1, 2, 3, 4, 5, 6);
    const numerical = Float64Array.of(NaN, 2, NaN, 4.5, NaN, NaN);
    const known = coverage([1, 3]);
    const mask = measuredMask(known, 6);
    const errors = componentErrors({ computed, numerical, kinkIndices: [] });
    const facts = errorFacts(errors, { computed, numerical, kinkIndices: [] }, mask);
    assert.deepEqual([facts.largest, facts.notFinite, facts.magnitude], [0.5, 0, 6]);

    const points = choosePoints(computed, numerical, known.checked);
    assert.deepEqual([points.shown, points.measured, points.notFinite], [[1, 3], 2, 0]);

    const grid = gridFor([2, 3]);
    const whole = { blockRows: 1, blockColumns: 1, rows: 2, columns: 3, width: 1, height: 1 };
    const paint = {
      scale: { low: 1e-9, high: 1 },
      signed: false,
      ...heatColours([31, 31, 31], [204, 204, 204]),
    };
    const pixels = heatPixels(errors, grid, whole, paint, mask);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((i) => pixels[4 * i + 3]),
      [0, 255, 0, 255, 0, 0],
    );
    const coarse = { blockRows: 2, blockColumns: 2, rows: 1, columns: 2, width: 1, height: 1 };
    assert.equal(worstInBlock(errors, grid, coarse, 0, 0, mask), 3);
    assert.equal(worstInBlock(errors, grid, coarse, 0, 1, mask), -1);
  });

  it('are told from components whose numerical gradient is not finite', () => {
    const computed = Float64Array.of(1, 2, 3);
    const numerical = Float64Array.of(NaN, NaN, 3);
    const points = choosePoints(computed, numerical, [1, 2]);
    assert.deepEqual([points.shown, points.notFinite], [[2], 1]);
    assert.equal(measuredMask(null, 3), null);
  });
});
