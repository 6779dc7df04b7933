import assert from 'node:assert/strict';
import { counted } from '../../../src/core/gradient/counted';
import { movedModel } from '../../../src/core/gradient/moved';
import { remembering, rescaled } from '../../../src/core/gradient/rescaled';
import type { Model } from '../../../src/core/model';
import { closedFormModel } from './closedFormModel';

const views: Readonly<Record<string, (model: Model) => Model | Promise<Model>>> = {
  moved: (model) => movedModel(model, []),
  remembering,
  rescaled: (model) => rescaled(model, 2),
  counted: (model) => counted(model).model,
};

describe('a view of a model', () => {
  for (const [name, view] of Object.entries(views)) {
    it(`evaluates as many at once as the model: ${name}`, async () => {
      const square = closedFormModel({
        tensors: [{ name: 'w', shape: [1], value: [3] }],
        cost: ([w]) => w![0]! ** 2,
        gradient: ([w]) => [[2 * w![0]!]],
      });
      assert.equal((await view({ ...square, evaluationsAtOnce: 4 })).evaluationsAtOnce, 4);
    });
  }
});
