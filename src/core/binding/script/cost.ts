import type { Source, Step, TextbookCost } from '../plan';
import { roleOfArgument } from '../roles';
import { StepFailure, type Session } from '../session';
import { inside, isScalar, sameUpToOnes, scalarValue, shapeOf } from '../values';
import { mayBeCost, mayBeError } from './costNames';
import type { Named, Pass } from './pass';

/** J of a script: a number that the pass computes before it updates, or a textbook's cost of its output. */
export interface ScriptCost {
  /** `loss`, or what is assumed. */
  readonly name: string;
  readonly line: number | null;
  readonly assumed: boolean;
  readonly steps: readonly Step[];
  readonly J: Source;
}

/** The costs under their names, the likeliest first. Computed after the update one would belong to other parameters than the gradients. */
export function namedCosts(pass: Pass): readonly ScriptCost[] {
  const costs = pass.assigned
    .filter(({ name, line }) => mayBeCost(name) && line! < pass.loop.updateLine)
    .filter(({ name }) => !/(val|valid|test|dev|best|prev|avg|total_epoch)/i.test(name))
    .flatMap((one) => numbersOf(one))
    .filter(({ name, value }) => !(/^[a-z]$/.test(name) && value.type === 'number' && value.integer));
  // The last, other than a sum or a mean over passes, which is none of this one's cost, and than what is rather an error.
  const rank = ({ name }: Named): number => (overPasses.test(name) ? 0 : 1) + (mayBeError(name) ? 0 : 2);
  return [...costs]
    .reverse()
    .sort((a, b) => rank(b) - rank(a))
    .map(({ name, line, source }) => ({ name, line, assumed: false, steps: [pass.step], J: source }));
}

const overPasses = /(total|run|smooth|epoch|sum|acc|ema|mov|mean_?loss|history)/i;

/** The number itself, or the one that a node of a graph holds as its `data`. */
function numbersOf(one: Named): readonly Named[] {
  if (isScalar(one.value)) return [one];
  if (one.value.type !== 'object') return [];
  return one.value.attributes
    .filter(({ name, value }) => /^(data|value|val)$/.test(name) && isScalar(value))
    .map(({ name, value }) => ({ ...one, source: inside(one.source, [{ attribute: name }]), value }));
}

const mostOutputs = 3;

const textbook: readonly { readonly cost: TextbookCost; readonly name: string }[] = [
  { cost: 'squared-error', name: 'squared error' },
  { cost: 'binary-cross-entropy', name: 'binary cross-entropy' },
  { cost: 'cross-entropy', name: 'cross-entropy' },
];

/** The textbooks' costs of what the pass puts out, for a script that computes none. */
export async function assumedScriptCosts(pass: Pass, session: Session): Promise<readonly ScriptCost[]> {
  const labels = pass.others.find(
    ({ name, value }) => roleOfArgument(name) === 'labels' && (shapeOf(value)?.length ?? 0) > 0,
  );
  const shape = labels === undefined ? null : shapeOf(labels.value);
  if (labels === undefined || shape === null) return [];
  const found: ScriptCost[] = [];
  for (const output of outputsOf(pass, shape)) {
    for (const { cost, name } of textbook) {
      const step: Step = { slot: 'J', cost, output: output.source, labels: labels.source };
      if (!(await isFinite(step, session))) continue;
      const J: Source = { from: 'slot', slot: 'J' };
      const what = `${name} of ${output.name} and ${labels.name}`;
      found.push({ name: what, line: null, assumed: true, steps: [pass.step, step], J });
    }
  }
  return found;
}

/** What the network may put out, likeliest first: before the update, shaped like the labels, called neither error nor gradient. */
function outputsOf(pass: Pass, labels: readonly number[]): readonly Named[] {
  const arrays = pass.assigned.filter(({ name, value, line }) => {
    const shape = shapeOf(value);
    return (
      shape !== null &&
      sameUpToOnes(shape, labels) &&
      line! < pass.loop.updateLine &&
      !/(err|error|delta|diff|grad|cost|loss|^d_?[A-Za-z]|^z\d*$|mask|batch|^x|^y\d*$|label|target)/i.test(
        name,
      )
    );
  });
  const output = arrays.filter(({ name }) => roleOfArgument(name) === 'output');
  return [...arrays, ...output]
    .reverse()
    .filter((one, at, all) => all.indexOf(one) === at)
    .slice(0, mostOutputs);
}

async function isFinite(step: Step, session: Session): Promise<boolean> {
  try {
    return Number.isFinite(scalarValue(await session.run(step)));
  } catch (error) {
    if (error instanceof StepFailure && !error.final) return false;
    throw error;
  }
}
