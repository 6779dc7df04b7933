import { problemOfFailure } from '../problems/failureProblem';
import type { Problem } from '../problem';
import type { Bind, Binding, BindingEntry, BindingResult, BindOptions, Warning } from './binding';
import { classReadings } from './classes';
import { bindContract, contractOf } from './contract';
import { contextOf, Findings, isFinal, type Context, type Success } from './explore';
import { functionReadings, type Reading } from './functions';
import type { Inventory } from './inventory';
import { nothingFits } from './nothingFits';
import { listed } from './parameters';
import { labelOf } from './readings';
import { Misfit, Session, StepFailure } from './session';
import { shapeOf, sameShape, shapeText } from './values';

/** Calls that finding out how the model is called may cost; the usual file takes fewer than ten. */
const callLimit = 400;

/** Finds out how a loaded module is to be called: by the contract it declares, or by names and by trying. */
export const bind: Bind = async (inventory, runner, options) => {
  const session = new Session(runner, callLimit);
  try {
    const contract = contractOf(inventory);
    if (contract !== null && contractWanted(contract.name, options)) {
      return { ok: true, binding: await bindContract(contract, session) };
    }
    return await bindByNames(await contextOf(inventory, options, session));
  } catch (error) {
    return { ok: false, problem: problemOf(error, inventory) };
  }
};

function contractWanted(name: string, { reading, subject }: BindOptions): boolean {
  return (reading === null || reading === `${name}()`) && (subject === null || subject === name);
}

async function bindByNames(context: Context): Promise<BindingResult> {
  const { inventory, options, session } = context;
  const readings = readingsOf(context);
  const wanted = chosen(readings, options);
  if (wanted.length === 0) return { ok: false, problem: nothingFits(inventory, options.subject) };
  let reason: unknown = null;
  for (const [index, reading] of wanted.entries()) {
    const findings = new Findings();
    try {
      await reading.explore(context, findings);
    } catch (error) {
      if (isFinal(error)) throw error;
      findings.fail(error, null, -1);
    }
    if (findings.best !== null) {
      const others = [...wanted.slice(index + 1), ...wanted.slice(0, index)];
      return { ok: true, binding: bindingOf(findings.best, reading, others, context) };
    }
    // The best reading's failure is the one that helps: it is what the file is most likely meant to be.
    reason ??= findings.reason;
    if (session.spent) break;
  }
  return {
    ok: false,
    problem: reason === null ? nothingFits(inventory, options.subject) : problemOf(reason, inventory),
  };
}

function readingsOf(context: Context): readonly Reading[] {
  const all = [...functionReadings(context), ...classReadings(context)].sort((a, b) => b.merit - a.merit);
  // Single layers are no models where there is one.
  const plausible = all.filter((reading) => reading.merit > 0);
  return plausible.length > 0 ? plausible : all;
}

/** The readings to try: those of the subject, the one asked for first. */
function chosen(readings: readonly Reading[], { reading, subject }: BindOptions): readonly Reading[] {
  const about =
    subject === null ? readings : readings.filter((candidate) => candidate.subjects.includes(subject));
  if (reading === null) return about;
  const first = about.filter(
    (candidate) => candidate.label === reading || candidate.labels.includes(reading),
  );
  return [...first, ...about.filter((candidate) => !first.includes(candidate))];
}

function bindingOf(
  success: Success,
  reading: Reading,
  others: readonly Reading[],
  context: Context,
): Binding {
  const { attempt, data } = success;
  const { inventory } = context;
  const last = attempt.candidate.members.at(-1)!.fact;
  const label = reading.label.startsWith('class ') ? reading.label : labelOf(attempt.candidate);
  return {
    plan: {
      cost: attempt.cost,
      J: attempt.J,
      gradient: attempt.gradient,
      tensors: attempt.tensors.map((tensor, index) => ({
        name: tensor.name,
        parameter: tensor.source,
        gradient: attempt.gradients[index]?.source ?? null,
      })),
      reseed: null,
    },
    entries: entriesOf(success, inventory),
    readings: [...new Set([label, ...others.slice(0, 7).map((other) => other.label)])],
    warnings: warningsOf(success),
    examples: data.examples,
    classes: data.classes,
    backward: { name: last.name, file: last.file, line: last.line },
  };
}

function entriesOf(success: Success, inventory: Inventory): readonly BindingEntry[] {
  const { attempt, obtained, data, settings } = success;
  const functions = attempt.candidate.members.map((member): BindingEntry => {
    const role =
      member === attempt.candidate.members.at(-1)
        ? 'gradients'
        : member.kind === 'costDerivative'
          ? 'derivative'
          : member.kind;
    const both = member === attempt.costMember && role === 'gradients';
    const { name, line } = member.fact;
    const elsewhere =
      member.fact.file === inventory.file ? '' : `, in ${member.fact.file.replace(/^.*[\\/]/, '')}`;
    return {
      role: both ? 'cost and gradients' : role,
      name,
      line: elsewhere === '' ? line : null,
      how: `by its name${elsewhere}`,
    };
  });
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
  return [...functions, obtained.entry, ...data.entries, ...regularization, ...dropout];
}

function warningsOf(success: Success): readonly Warning[] {
  const { attempt, obtained, data, settings } = success;
  const warnings: Warning[] = [];
  const add = (code: string, message: string, line: number | null = null): void => {
    warnings.push({ code, message, line });
  };
  if (data.made !== null) {
    const labels = data.entries.some((entry) => entry.role === 'labels') ? ' and labels' : '';
    add(
      'made-inputs',
      `The file holds no data to use, so inputs${labels} were made: ${data.entries.map((entry) => entry.how.replace(/^made: /, '')).join('; ')}.`,
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

function problemOf(error: unknown, inventory: Inventory): Problem {
  if (error instanceof StepFailure)
    return problemOfFailure(error.failure, { file: inventory.file, stage: 'bind' });
  if (error instanceof Misfit) {
    const file = error.file ?? inventory.file;
    return { code: error.code, message: error.message, file, line: error.line, column: null, details: '' };
  }
  throw error;
}
