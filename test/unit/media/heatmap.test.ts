import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { axisTitles, fitBlocks, gridFor, ravel, stepped } from '../../../media/gradient/cells';
import {
  absoluteScale,
  componentErrors,
  errorFacts,
  fittedScale,
  heatPixels,
  heatPosition,
  worstInBlock,
} from '../../../media/gradient/heatImage';
import { heatColours } from '../../../media/shared/colour';
import { unravel } from '../../../src/core/gradient/explain';
import { tensorReport } from './reports';

const colours = heatColours([31, 31, 31], [204, 204, 204]);

describe('the heatmap', () => {
  describe('grid', () => {
    it('shows a matrix as it is', () => {
      const grid = gridFor([30, 20]);
      assert.deepEqual([grid.rows, grid.columns, grid.note], [30, 20, null]);
    });
    it('lays vectors in a row, whichever way they stand, and breaks long ones', () => {
      for (const shape of [[7], [7, 1], [1, 7], [1, 7, 1]]) {
        const grid = gridFor(shape);
        assert.deepEqual([grid.rows, grid.columns], [1, 7]);
      }
      const long = gridFor([1000, 1]);
      assert.ok(long.wrapped && long.rows * long.columns >= 1000 && long.columns < 1000);
    });
    it('takes a scalar for one cell', () => {
      assert.deepEqual([gridFor([]).rows, gridFor([]).columns], [1, 1]);
    });
    it('flattens what follows the first axis, and says so', () => {
      const grid = gridFor([4, 3, 3, 8]);
      assert.deepEqual([grid.rows, grid.columns], [4, 72]);
      assert.match(grid.note ?? '', /axis 1 \(3\), axis 2 \(3\), axis 3 \(8\)/);
    });
    it('holds each component once', () => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }), (shape) => {
          const grid = gridFor(shape);
          const size = shape.reduce((a, b) => a * b, 1);
          assert.equal(grid.size, size);
          assert.ok(grid.rows * grid.columns >= size && (grid.rows - 1) * grid.columns < size);
          for (let flat = 0; flat < size; flat++) assert.equal(ravel(unravel(flat, shape), shape), flat);
        }),
      );
      assert.equal(ravel([3, 0], [3, 2]), -1);
      assert.equal(ravel([1], [3, 2]), -1);
    });
  });

  it('names the axes by the bias', () => {
    const W = tensorReport({ name: 'W1', shape: [5, 4] });
    const rows = [W, tensorReport({ name: 'b1', shape: [5, 1] })];
    assert.equal(axisTitles(W, rows).row, 'unit');
    assert.equal(axisTitles(rows[1]!, rows).vector, 'unit');
    assert.equal(axisTitles(W, [W, tensorReport({ name: 'b1', shape: [4] })]).column, 'unit');
    assert.equal(axisTitles(W, [W]).row, 'axis 0');
    const square = tensorReport({ name: 'W1', shape: [5, 5] });
    assert.equal(axisTitles(square, [square, rows[1]!]).row, 'axis 0');
    const torch = tensorReport({ name: 'fc.weight', shape: [5, 4] });
    assert.equal(axisTitles(torch, [torch, tensorReport({ name: 'fc.bias', shape: [5] })]).row, 'unit');
  });

  it('moves by keys and stays inside', () => {
    const grid = gridFor([3, 4]);
    assert.equal(stepped(null, 'ArrowRight', false, grid), 0);
    assert.equal(stepped(0, 'ArrowRight', false, grid), 1);
    assert.equal(stepped(3, 'ArrowRight', false, grid), 3);
    assert.equal(stepped(1, 'ArrowDown', false, grid), 5);
    assert.equal(stepped(5, 'End', false, grid), 7);
    assert.equal(stepped(5, 'PageDown', false, grid), 9);
    assert.equal(stepped(5, 'x', false, grid), null);
    const wrapped = gridFor([95]);
    assert.equal(stepped(94, 'ArrowRight', false, wrapped), 94);
  });

  describe('colours', () => {
    const tensor = tensorReport({
      name: 'W1',
      shape: [30, 20],
      spoil: (value, i) => (i === 227 ? -value : value),
    });
    const arrays = tensor.arrays!;
    const errors = componentErrors(arrays);
    const facts = errorFacts(errors, arrays);
    const scale = absoluteScale(facts, tensor.resolution, 600);

    it('leave right components blank and show the wrong one', () => {
      assert.equal(heatPosition(errors[0]!, scale), 0);
      assert.ok(heatPosition(errors[227]!, scale) > 0.8);
      assert.ok(Number.isNaN(heatPosition(NaN, scale)));
    });
    it('stretch to the noise on demand', () => {
      const fitted = fittedScale({ ...facts, largest: 3e-11, smallest: 2e-13 });
      assert.ok(fitted.high < 1e-9 && fitted.low < fitted.high);
      assert.deepEqual(fittedScale({ ...facts, largest: 0, smallest: NaN }), { low: 1e-3, high: 1 });
    });
    it('take a kink for no error', () => {
      const kinked = componentErrors({ ...arrays, kinkIndices: [227] });
      assert.equal(kinked[227], 0);
    });
    it('never lose a single wrong component to the size of the picture', () => {
      const grid = gridFor([1000, 1000]);
      const blocks = fitBlocks(grid, 440, 320, 40);
      const many = new Float64Array(1e6);
      many[123_456] = 0.3;
      const pixels = heatPixels(many, grid, blocks, { scale, signed: false, ...colours });
      assert.equal(pixels.length, blocks.rows * blocks.columns * 4);
      const paper = colours.blue[0]!;
      const inked = [...Array(pixels.length / 4).keys()].filter((i) => pixels[4 * i] !== paper[0]);
      assert.equal(inked.length, 1);
      const row = Math.floor(inked[0]! / blocks.columns);
      assert.equal(worstInBlock(many, grid, blocks, row, inked[0]! % blocks.columns), 123_456);
    });
    it('tell the sign by orange and blue, and what is not finite by grey', () => {
      const grid = gridFor([1, 3]);
      const blocks = fitBlocks(grid, 300, 100, 40);
      const pixels = heatPixels(Float64Array.of(1, -1, NaN), grid, blocks, {
        scale: { low: 1e-3, high: 1 },
        signed: true,
        ...colours,
      });
      const colour = (i: number) => [...pixels.slice(4 * i, 4 * i + 3)];
      assert.deepEqual(colour(0), [...colours.orange[255]!]);
      assert.deepEqual(colour(1), [...colours.blue[255]!]);
      assert.deepEqual(colour(2), [...colours.missing]);
    });
  });

  it('fits any grid into its box', () => {
    const side = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 40, max: 1200 }), (rows, columns, width) => {
        const blocks = fitBlocks(gridFor([rows, columns]), width, 320, 40);
        assert.ok(blocks.columns * blocks.width <= width);
        assert.ok(blocks.rows * blocks.height <= 320);
      }),
    );
  });
});
