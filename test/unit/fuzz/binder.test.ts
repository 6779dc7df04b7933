import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bind } from '../../../src/core/binding/bind';
import { Dice, seeds, settings } from './fuzz';
import { anyInventory, anyOutcome } from './inventories';

/** Steps that finding out how a file is called may take, its layers one by one included. */
const most = 500;

describe('fuzzing the binder', function () {
  this.timeout(300_000);

  it('ends within its budget, with a plan or a sentence, whatever a file holds and its functions return', () =>
    fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const dice = new Dice(seed);
        const inventory = anyInventory(dice);
        const subject = dice.below(4) === 0 ? (inventory.functions[0]?.name ?? null) : null;
        let steps = 0;
        const runner = {
          run: (wanted: Parameters<typeof anyOutcome>[1]) => {
            steps += wanted.length;
            assert.ok(steps <= most, 'too many steps');
            return Promise.resolve(anyOutcome(dice, wanted));
          },
        };
        const result = await bind(inventory, runner, { reading: null, subject, seed: 1, examples: 10 });
        if (result.ok)
          for (const { plan, entries } of result.bindings) {
            assert.ok(plan.tensors.length > 0 && entries.length > 0, 'a plan about nothing');
            assert.ok(plan.tensors.every(({ name }) => typeof name === 'string' && name !== ''));
          }
        else {
          assert.doesNotMatch(result.problem.details, /^\w*Error:.*\n +at /, 'a fault of its own');
          assert.match(result.problem.message, /^\S[^\n]*[.)]$/);
        }
      }),
      settings(2000),
    ));
});
