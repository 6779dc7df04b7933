import { problemOfFailure } from '../problems/failureProblem';
import type { Problem } from '../problem';
import type { Inventory } from './inventory';
import { contractOf } from './contract';
import { Misfit, StepFailure } from './session';

/** What went wrong while a file was bound, for the user; raises what is a fault of our own. */
export function problemOf(error: unknown, inventory: Inventory): Problem {
  if (error instanceof StepFailure)
    return problemOfFailure(error.failure, {
      file: inventory.file,
      stage: 'bind',
      contract: contractOf(inventory) !== null,
    });
  if (error instanceof Misfit) {
    const file = error.file ?? inventory.file;
    return { code: error.code, message: error.message, file, line: error.line, column: null, details: '' };
  }
  throw error;
}
