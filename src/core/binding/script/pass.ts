import type { Description, Inventory } from '../inventory';
import type { Source, Step } from '../plan';
import { StepFailure, type Session } from '../session';
import type { TrainingLoop } from './trainingLoop';

/** What the module holds after one pass of its training loop. */
export interface Pass {
  readonly loop: TrainingLoop;
  readonly step: Step;
  /** Names that the pass assigns, in order, and then all others. */
  readonly assigned: readonly Named[];
  readonly others: readonly Named[];
}

export interface Named {
  readonly name: string;
  readonly source: Source;
  readonly value: Description;
  /** The line of the last assignment within the pass; null for a value from before the loop. */
  readonly line: number | null;
}

/** Runs one pass and looks at what it leaves behind. */
export async function runPass(loop: TrainingLoop, inventory: Inventory, session: Session): Promise<Pass> {
  const call: Source = { from: 'module', name: loop.name };
  const step: Step = { slot: 'pass', call, positional: [], keywords: {} };
  await session.run(step);
  const look = async (name: string, line: number | null): Promise<readonly Named[]> => {
    const own = line !== null && loop.returns?.includes(name) === true;
    const source: Source = own
      ? { from: 'slot', slot: step.slot, path: [{ item: name }] }
      : { from: 'module', name };
    try {
      return [{ name, source, line, value: await session.run({ slot: 'look', value: source }) }];
    } catch (error) {
      // A name that this pass did not come to assign.
      if (error instanceof StepFailure && !error.final) return [];
      throw error;
    }
  };
  const assigned: Named[] = [];
  for (const { name, line } of loop.assigned.slice(0, mostNames)) assigned.push(...(await look(name, line)));
  const before = inventory.values.filter(({ name }) => !loop.assigned.some((one) => one.name === name));
  const others: Named[] = [];
  for (const { name } of before.slice(0, mostNames)) others.push(...(await look(name, null)));
  return { loop, step, assigned, others };
}

const mostNames = 80;

/** A name of the module, whichever it is. */
export function named(pass: Pass, name: string): Named | null {
  return [...pass.assigned, ...pass.others].find((one) => one.name === name) ?? null;
}
