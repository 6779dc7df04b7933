import assert from 'node:assert/strict';
import { checkGradients } from '../../../src/core/gradient/check';
import { roundingNote } from '../../../src/core/gradient/roundingNote';
import { closedFormModel, normals } from './closedFormModel';

/** J = scale · (1000 + Σ sin θᵢ), whose rounding is that of 1000: about 2⁻⁵³ · 1000 · scale. */
function offsetSines(scale = 1, factor = 1) {
  const value = Array.from({ length: 12 }, normals(3));
  return closedFormModel({
    tensors: [{ name: 'theta', shape: [12], value }],
    cost: ([theta]) => scale * (1000 + theta!.reduce((sum, one) => sum + Math.sin(one), 0)),
    gradient: ([theta]) => [Array.from(theta!, (one) => factor * scale * Math.cos(one))],
  });
}

const checkAt = (step: number | 'auto', scale?: number, factor?: number) =>
  checkGradients(offsetSines(scale, factor), {
    step,
    scheme: 'central',
    seed: 1,
    tensors: null,
    counts: { examples: null, classes: null },
  });
const noteAt = async (step: number | 'auto', scale?: number) =>
  roundingNote(await checkAt(step, scale), ['dtheta']);

describe('the note on a step that rounding spoils', () => {
  it('tells what rounding alone makes, and a better step; and accuses nothing', async () => {
    const check = await checkAt(1e-8);
    assert.notEqual(check.verdict, 'wrong');
    assert.ok(check.relativeDifference > 1e-7);
    const note = roundingNote(check, ['dtheta'])!;
    assert.match(
      note,
      /^Rounding of the cost alone makes relative differences of up to \d × 10⁻[⁵⁶] at ε = 10⁻⁸; ε = 10⁻[³⁴⁵] is better\.$/,
    );
  });

  it('is the same whatever the scale of the cost', async () => {
    const note = await noteAt(1e-8);
    for (const scale of [2 ** -30, 2 ** 30]) assert.equal(await noteAt(1e-8, scale), note);
  });

  it('is none at a step that resolves the gradient, nor at the one that the check chooses', async () => {
    assert.equal(await noteAt(1e-3), null);
    assert.equal(await noteAt('auto'), null);
  });

  it('takes no kink for what rounding makes', async () => {
    const check = await checkAt(1e-9);
    assert.deepEqual(check.tensors[0]!.kinks, []);
  });

  it('hides no error', async () => {
    assert.equal((await checkAt(1e-8, 1, 1.5)).verdict, 'wrong');
  });

  it('says where nothing of a gradient is left', async () => {
    assert.match(
      (await noteAt(1e-13))!,
      /makes differences as large as dtheta at ε = 10⁻¹³; ε = 10⁻[³⁴⁵] is better/,
    );
  });
});
