import type { Binding, BindingEntry, Warning } from './binding';
import type { Attempt } from './attempt';
import { builtWith } from './constructorData';
import type { DataChoice } from './dataChoices';
import type { Context, Success } from './explore';
import type { Reading } from './functions';
import type { Inventory } from './inventory';
import { listed } from './parameters';
import type { Plan, Source, Step } from './plan';
import { labelOf } from './readings';
import { updateRates } from './updateAttempt';
import { sameShape, shapeOf, shapeText } from './values';

/** The binding that a success amounts to: the plan, and how every role was filled, in words. */
export function bindingOf(
  found: Success,
  reading: Reading,
  others: readonly Reading[],
  context: Context,
): Binding {
  const success = { ...found, data: dataInUse(found) };
  const { attempt, data } = success;
  const { inventory } = context;
  const last = attempt.candidate.members.at(-1)!.fact;
  const label = reading.label.startsWith('class ') ? reading.label : labelOf(attempt.candidate);
  return {
    subject: context.options.subject ?? 'model',
    ...plansOf(attempt, data.examples),
    entries: entriesOf(success, inventory),
    readings: [...new Set([label, ...others.slice(0, 7).map((other) => other.label)])],
    warnings: warningsOf(success),
    examples: data.examples,
    classes: data.classes,
    backward:
      attempt.candidate.way === 'forward' ? null : { name: last.name, file: last.file, line: last.line },
  };
}

/** Without made inputs and labels that no call takes, as where the functions have data of their own or need none. */
function dataInUse({ attempt: { cost, gradient, assumed }, data }: Success): DataChoice {
  if (data.made === null || data.group === builtWith) return data;
  const steps = JSON.stringify([cost, gradient, assumed]);
  const isTaken = (role: string) => {
    const source = role === 'inputs' ? data.inputs : data.labels;
    if (source?.from === 'literal') return steps.includes(JSON.stringify(source));
    return new RegExp(`"slot":"${role}( \\d+)?"`).test(steps);
  };
  const entries = data.entries.filter(({ role }) => isTaken(role));
  return entries.length > 0 ? { ...data, entries } : { ...data, ...unused };
}

const unused = { entries: [], made: null, examples: null, classes: null };

/** The plan, and the further ones that updates and files without a cost need. */
function plansOf(
  attempt: Attempt,
  examples: number | null,
): Pick<Binding, 'plan' | 'otherRate' | 'assumedCosts' | 'upTo' | 'meanOver'> {
  const { update, assumed, cost, J, candidate } = attempt;
  const rate = update?.rateKnown === false ? 1 : updateRates.main;
  const plan = planWith(attempt, cost, J, rate);
  return {
    plan,
    ...(update?.rateKnown && { otherRate: planWith(attempt, cost, J, updateRates.other) }),
    ...(update?.rateKnown === false && { upTo: 'learning-rate' }),
    ...(candidate.way === 'upstream' &&
      examples !== null && { meanOver: { examples, tensors: plan.tensors.map(({ name }) => name) } }),
    ...(assumed.length > 0 && {
      assumedCosts: assumed.map(({ name, steps, J: value }) => ({
        name,
        plan: planWith(attempt, steps, value, rate),
      })),
    }),
  };
}

function planWith(attempt: Attempt, cost: readonly Step[], J: Source, rate: number): Plan {
  const { update, accumulates } = attempt;
  return {
    cost,
    J,
    gradient: update?.stepsAt(rate) ?? attempt.gradient,
    tensors: attempt.tensors.map((tensor, index) => {
      const source = attempt.gradients[index]?.source ?? null;
      const change = source && accumulates ? ({ from: 'change', rate: -1, of: source } as const) : null;
      const gradient = update?.gradientAt(tensor, rate) ?? change ?? source;
      return { name: tensor.name, parameter: tensor.source, gradient };
    }),
    reseed: null,
    ...(accumulates && { restore: true }),
  };
}

function entriesOf(success: Success, inventory: Inventory): readonly BindingEntry[] {
  const { attempt, obtained, data, settings } = success;
  const functions = attempt.candidate.members.map((member): BindingEntry => {
    const role =
      member === attempt.candidate.members.at(-1) && attempt.candidate.way !== 'forward'
        ? attempt.update !== null
          ? 'update'
          : 'gradients'
        : member.kind === 'costDerivative'
          ? 'derivative'
          : member.kind;
    const both = member === attempt.costMember && (role === 'gradients' || role === 'update');
    const { name, line } = member.fact;
    const elsewhere =
      member.fact.file === inventory.file ? '' : `, in ${member.fact.file.replace(/^.*[\\/]/, '')}`;
    return {
      role: both ? `cost and ${role}` : role,
      name,
      line: elsewhere === '' ? line : null,
      how: `by its name${elsewhere}${role === 'update' ? updateText(attempt) : ''}`,
    };
  });
  const cost: readonly BindingEntry[] =
    attempt.costMember === null && attempt.candidate.way !== 'forward'
      ? [{ role: 'cost', name: 'none', line: null, how: costText(attempt) }]
      : [];
  const regularization: readonly BindingEntry[] =
    settings.regularization === null
      ? []
      : [
          {
            role: 'hyperparameter',
            name: settings.regularization.name,
            line: null,
            how: settings.regularization.how,
          },
        ];
  const dropout: readonly BindingEntry[] =
    settings.dropout === null
      ? []
      : [{ role: 'hyperparameter', name: settings.dropout, line: null, how: 'set to keep every unit' }];
  return [...functions, ...cost, obtained.entry, ...data.entries, ...regularization, ...dropout];
}

function updateText({ update }: Attempt): string {
  const rate = update!.rateKnown ? 'the learning rate' : 'a learning rate that is not known';
  return `; the gradient is (before − after) / ${rate}`;
}

function costText({ candidate }: Attempt): string {
  return candidate.way === 'upstream'
    ? 'made: the sum of the outputs, each weighted by a random upstream gradient'
    : 'the file has none: textbook costs of the output and the labels are tried';
}

function warningsOf(success: Success): readonly Warning[] {
  const { attempt, obtained, data, settings } = success;
  const warnings: Warning[] = [];
  const add = (code: string, message: string, line: number | null = null): void => {
    warnings.push({ code, message, line });
  };
  if (data.made !== null) {
    const made = listed(data.entries.map(({ role }) => role));
    add(
      'made-inputs',
      `No data of the file was used, so ${made} were made: ${data.entries.map((entry) => entry.how.replace(/^made: /, '')).join('; ')}.`,
    );
  }
  if (obtained.made)
    add(
      'made-parameters',
      `The file initialises no parameters; ${obtained.entry.name} were ${obtained.entry.how}.`,
    );
  if (settings.dropout !== null) {
    add(
      'dropout',
      `Dropout was turned off for the check: \`${settings.dropout}\` was set to keep every unit.`,
    );
  }
  if (attempt.mistaken.length > 0) {
    const names = listed(attempt.mistaken);
    add(
      'not-checked',
      `${names} got no gradient and ${attempt.mistaken.length === 1 ? 'was' : 'were'} not taken for a parameter.`,
    );
  }
  if (attempt.unclaimed.length > 0) {
    const { name, line } = attempt.candidate.members.at(-1)!.fact;
    const names = listed(attempt.unclaimed.map((one) => `\`${one}\``));
    const were = attempt.unclaimed.length === 1 ? 'was' : 'were';
    add(
      'not-checked',
      `\`${name}\` gives a gradient for ${names} too, which ${were} not taken for a parameter and not checked. ` +
        'A model contract checks it.',
      line,
    );
  }
  if (attempt.accumulates) {
    const { name, line } = attempt.candidate.members.at(-1)!.fact;
    add(
      'accumulates',
      `\`${name}\` adds to the gradients of the call before, and nothing clears them: what one call adds was checked. ` +
        'Set them to zero at its start, or before each step of training.',
      line,
    );
  }
  const { regularization } = settings;
  if (regularization?.how.startsWith('set to 0') === true) {
    add(
      'regularization',
      `\`${regularization.name}\` was ${regularization.how}, so the regularization was not checked.`,
    );
  }
  const line = attempt.candidate.members.at(-1)!.fact.line;
  for (const [index, tensor] of attempt.tensors.entries()) {
    const match = attempt.gradients[index];
    if (attempt.update !== null || attempt.candidate.way === 'forward') continue;
    if (match === null || match === undefined) {
      add(
        'no-gradient',
        `\`${attempt.candidate.members.at(-1)!.fact.name}\` returns no gradient for ${tensor.name}.`,
        line,
      );
      continue;
    }
    const shape = shapeOf(match.value);
    if (shape === null || sameShape(shape, tensor.shape) || shape.length === 0 || tensor.shape.length === 0)
      continue;
    const size = (lengths: readonly number[]): number =>
      lengths.reduce((product, length) => product * length, 1);
    if (size(shape) !== size(tensor.shape)) continue;
    if (
      shape.filter((length) => length !== 1).join() !== tensor.shape.filter((length) => length !== 1).join()
    )
      continue;
    add(
      'shape-accepted',
      `The gradient of ${tensor.name} has shape ${shapeText(shape)} where the parameter has ${shapeText(tensor.shape)}; they were compared as they lie in memory.`,
    );
  }
  return warnings;
}
