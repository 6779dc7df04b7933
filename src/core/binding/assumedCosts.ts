import type { Environment } from './environment';
import type { FunctionFact } from './inventory';
import type { Source, Step, TextbookCost } from './plan';
import { Misfit, StepFailure, type Session } from './session';
import { sameUpToOnes, scalarValue, shapeOf, shapeText } from './values';

/** Costs for files that have none: what the network puts out, weighted, or compared with the labels as textbooks do. */

export interface AssumedCost {
  /** `squared error`. */
  readonly name: string;
  readonly steps: readonly Step[];
  readonly J: Source;
}

const textbook: readonly { readonly cost: TextbookCost; readonly name: string }[] = [
  { cost: 'squared-error', name: 'squared error' },
  { cost: 'binary-cross-entropy', name: 'binary cross-entropy' },
  { cost: 'cross-entropy', name: 'cross-entropy' },
];

const J: Source = { from: 'slot', slot: 'J' };

/** The costs of the textbooks that are finite for this output and these labels. Throws a `Misfit` if there is none. */
export async function assumedCosts(
  forward: readonly Step[],
  fact: FunctionFact,
  environment: Environment,
  session: Session,
): Promise<readonly AssumedCost[]> {
  const output = environment.output();
  const { labels } = environment.data;
  const shape = output === null ? null : shapeOf(output.value);
  if (output === null || shape === null || labels === null)
    throw noCost(fact, `\`${fact.name}\` puts out no array that could be compared with labels`);
  const labelShape = shapeOf(await session.run({ slot: 'labels seen', value: labels }));
  if (labelShape === null || !(sameUpToOnes(labelShape, shape) || mayBeClasses(labelShape, shape))) {
    const text = labelShape === null ? 'are no array' : `have shape ${shapeText(labelShape)}`;
    throw noCost(fact, `\`${fact.name}\` puts out shape ${shapeText(shape)}, and the labels ${text}`);
  }
  const found: AssumedCost[] = [];
  for (const { cost, name } of textbook) {
    const step: Step = { slot: 'J', cost, output: output.source, labels };
    if (await isFinite(step, session)) found.push({ name, steps: [...forward, step], J });
  }
  if (found.length === 0)
    throw noCost(fact, `no textbook's cost of what \`${fact.name}\` puts out is finite`);
  return found;
}

/** One class number for each example, where the output has a number for each class: hosts read them as one-hot. */
function mayBeClasses(labels: readonly number[], output: readonly number[]): boolean {
  const long = labels.filter((length) => length !== 1);
  return long.length === 1 && output.length === 2 && output.includes(long[0]!);
}

/** J = Σ upstream ∘ output, for the upstream gradient that the environment was provided with. */
export async function upstreamCost(
  environment: Environment,
  session: Session,
): Promise<{ readonly step: Step; readonly J: Source; readonly finite: boolean }> {
  const output = environment.output()!;
  const step: Step = { slot: 'J', dot: [[output.source, environment.result('upstream')!]] };
  return { step, J, finite: await isFinite(step, session) };
}

/** J = Σ output², where only the forward pass is wanted. Throws a `Misfit` if it puts out no array. */
export async function sizeOfOutput(
  fact: FunctionFact,
  environment: Environment,
  session: Session,
): Promise<{ readonly step: Step; readonly J: Source; readonly finite: boolean }> {
  const output = environment.output();
  if (output === null || shapeOf(output.value) === null)
    throw new Misfit('no-output', `\`${fact.name}\` puts out no array of numbers.`, fact.line, fact.file);
  const step: Step = { slot: 'J', dot: [[output.source, output.source]] };
  return { step, J, finite: await isFinite(step, session) };
}

async function isFinite(step: Step, session: Session): Promise<boolean> {
  try {
    return Number.isFinite(scalarValue(await session.run(step)));
  } catch (error) {
    if (error instanceof StepFailure && !error.final) return false;
    throw error;
  }
}

function noCost(fact: FunctionFact, why: string): Misfit {
  return new Misfit(
    'no-cost',
    `the file has no cost, and none could be assumed: ${why}. Write a function \`compute_cost\` or \`loss\`.`,
    fact.line,
    fact.file,
  );
}
