import { problemOfFailure } from '../problems/failureProblem';
import type { Problem } from '../problem';
import type { Bind, Binding, BindingResult, BindOptions } from './binding';
import { classReadings } from './classes';
import { bindContract, contractOf } from './contract';
import { contextOf, Findings, isFinal, type Context } from './explore';
import { functionReadings, type Reading } from './functions';
import type { Inventory } from './inventory';
import { nothingFits } from './nothingFits';
import { bindingOf } from './outcome';
import { Misfit, Session, StepFailure } from './session';

/** Calls that finding out how the model is called may cost; the usual file takes fewer than ten. */
const callLimit = 400;

/** Finds out how a loaded module is to be called: by the contract it declares, or by names and by trying. */
export const bind: Bind = async (inventory, runner, options) => {
  const session = new Session(runner, callLimit);
  try {
    const contract = contractOf(inventory);
    if (contract !== null && contractWanted(contract.name, options)) {
      return only(await bindContract(contract, session));
    }
    return await bindByNames(await contextOf(inventory, options, session));
  } catch (error) {
    return { ok: false, problem: problemOf(error, inventory) };
  }
};

function only(binding: Binding): BindingResult {
  return { ok: true, bindings: [binding], unbound: [] };
}

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
      return only(bindingOf(findings.best, reading, others, context));
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
  const plausible = all.filter((reading) => !reading.singleLayer);
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

function problemOf(error: unknown, inventory: Inventory): Problem {
  if (error instanceof StepFailure)
    return problemOfFailure(error.failure, { file: inventory.file, stage: 'bind' });
  if (error instanceof Misfit) {
    const file = error.file ?? inventory.file;
    return { code: error.code, message: error.message, file, line: error.line, column: null, details: '' };
  }
  throw error;
}
