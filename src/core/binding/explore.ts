import { attempt, AttemptFailure, type Attempt } from './attempt';
import type { BindOptions } from './binding';
import { dataOfFunctions, dataOfModule, sizesOfData, type FoundData } from './data';
import {
  foundChoice,
  madeChoicesFor,
  oneHotInstead,
  type DataChoice,
  type OneHotChoice,
} from './dataChoices';
import { Environment } from './environment';
import type { Inventory } from './inventory';
import type { Obtained } from './parameters';
import type { Source } from './plan';
import type { Candidate } from './readings';
import { Misfit, StepFailure, type Session } from './session';
import { subsetOf } from './subset';
import { settingsFor, type ChosenSettings } from './settings';
import type { Sizes } from './networkSizes';

/** Everything a reading is tried with. */
export interface Context {
  readonly inventory: Inventory;
  readonly options: BindOptions;
  readonly session: Session;
  readonly found: readonly FoundData[];
}

export async function contextOf(
  inventory: Inventory,
  options: BindOptions,
  session: Session,
): Promise<Context> {
  const module = dataOfModule(inventory);
  const found = module.length > 0 ? module : await dataOfFunctions(inventory, session);
  const { subset } = options;
  if (subset === undefined || subset === null) return { inventory, options, session, found };
  const some = await Promise.all(
    found.slice(0, 1).map((data) => subsetOf(data, subset, options.seed, session)),
  );
  return { inventory, options, session, found: some };
}

/** A working way to call the model. */
export interface Success {
  readonly attempt: Attempt;
  readonly obtained: Obtained;
  readonly data: DataChoice;
  readonly settings: ChosenSettings;
}

/** Keeps the best of what was tried: the best success, and the failure that came furthest. */
export class Findings {
  best: Success | null = null;
  private settled = false;
  private failure: {
    readonly reason: unknown;
    readonly candidate: Candidate | null;
    readonly reached: number;
  } | null = null;

  get complete(): boolean {
    return this.settled || this.best?.attempt.complete === true;
  }

  /** The failure to tell the user about; null if nothing was tried. */
  get reason(): unknown {
    return this.failure?.reason ?? null;
  }

  prefer(success: Success): void {
    this.best = success;
  }

  /** Takes this one, whatever else might be found. */
  settle(success: Success): void {
    this.best = success;
    this.settled = true;
  }

  succeed(success: Success): void {
    if (this.best === null || success.attempt.score > this.best.attempt.score) this.best = success;
  }

  /**
   * Raises failures that no other attempt can mend, and faults of our own. Of the others the one of the best candidate
   * is kept, where it came furthest: an argument that nothing fills says less than a call that went wrong.
   */
  fail(reason: unknown, candidate: Candidate | null, reached: number): void {
    if (!(reason instanceof Misfit) && !(reason instanceof StepFailure)) throw reason;
    if (isFinal(reason)) throw reason;
    const kept = this.failure;
    const further = kept !== null && kept.candidate === candidate && reached > kept.reached;
    if (kept === null || further || (isVague(kept.reason) && !isVague(reason))) {
      this.failure = { reason, candidate, reached };
    }
  }
}

/** True if no other way to call the model can do better. */
export function isFinal(reason: unknown): boolean {
  return reason instanceof StepFailure && reason.final;
}

/** True for a failure that says less than most others. */
export function isVague(reason: unknown): boolean {
  return reason instanceof Misfit && (reason.code === 'unknown-argument' || reason.code === 'no-parameters');
}

/** Sizes to build a network with: as the data prescribe, or small ones with several outputs and with one. */
export function sizesFor(context: Context): readonly Sizes[] {
  const prescribed = context.found.slice(0, 2).flatMap((data) => sizesOfData(data));
  const names = context.inventory.functions.map((fact) => fact.name).join(' ');
  const oneFirst = /sigmoid|logistic/i.test(names) && !/softmax|one_?hot|cross_?entropy_?multi/i.test(names);
  const outputs = oneFirst ? [1, 3] : [3, 1];
  const own = context.options.ownSizes === true;
  return [
    ...prescribed.map((sizes) => ({ ...sizes, prescribed: true, own })),
    ...outputs.map((count) => ({ inputs: 4, outputs: count, prescribed: false, own })),
  ];
}

/** True for arrays that object to being used in a wrong shape; elsewhere that alone can make a cost NaN. */
function isStrict(inputs: Source, { values }: Inventory): boolean {
  const name = inputs.from === 'module' ? inputs.name : null;
  const value = values.find((one) => one.name === name)?.value;
  return value?.type === 'array' && value.container === 'array';
}

/** False where every gradient of the best so far fits: then only a finite J makes another one better. */
function isImprovable({ best }: Findings, { way }: Candidate, tensors: number): boolean {
  return way !== 'gradients' || best === null || best.attempt.score < 3 * tensors;
}

const attemptsPerChoice = 30;

/** Tries one candidate with one choice of parameters on all data that may suit it, until everything fits. */
export async function tryData(
  candidate: Candidate,
  obtained: Obtained,
  instance: Source | null,
  subject: string,
  context: Context,
  findings: Findings,
  given: DataChoice | null = null,
): Promise<void> {
  const { inventory, options, session } = context;
  const { tensors } = obtained.parameters;
  const settings = settingsFor(candidate, inventory, tensors);
  const found = context.found.slice(0, 3).map(foundChoice);
  // Parameters made to suit the file's data are tried with nothing else.
  const toSuit = obtained.made && found.length > 0;
  const own = toSuit ? found : [...found, ...madeChoicesFor(candidate, tensors, options, subject)];
  const choices = given === null ? own : [given];
  const hopeless = new Set<string>();
  const kept = new Map<Source, Source>();
  const keep = async (name: string, source: Source): Promise<Source> => {
    if (source.from !== 'array' && source.from !== 'list') return source;
    const slot = kept.get(source) ?? (await session.keep(name, source)).source;
    kept.set(source, slot);
    return slot;
  };
  const tryOne = async (choice: DataChoice, onlyFinite: boolean): Promise<Attempt | null> => {
    const inputs = await keep('inputs', choice.inputs);
    const labels = choice.labels === null ? null : await keep('labels', choice.labels);
    const data = { inputs, labels, examples: choice.examples };
    const environment = new Environment(obtained.parameters, data, settings.settings, inventory.values);
    return attempt(candidate, environment, instance, session, onlyFinite);
  };
  /** Class numbers that may be real numbers as well are not used as indices: the model wants one-hot labels. */
  const tryOneHot = async ({ probe, oneHot }: OneHotChoice): Promise<void> => {
    try {
      await tryOne(probe, false);
      const result = await tryOne(oneHot, true);
      if (result?.complete) findings.prefer({ attempt: result, obtained, data: oneHot, settings });
    } catch (error) {
      if (!(error instanceof AttemptFailure) || (error.reason instanceof StepFailure && error.reason.final))
        throw error;
    }
  };
  let tried = 0;
  // A cost for each example is not to be taken for J by giving it one example.
  let manyCosts = false;
  for (const choice of choices) {
    if (hopeless.has(choice.group) || tried >= attemptsPerChoice || session.spent) continue;
    if (manyCosts && choice.examples === 1) continue;
    tried += 1;
    try {
      const result = await tryOne(choice, !isImprovable(findings, candidate, tensors.length));
      if (result === null) continue;
      findings.succeed({ attempt: result, obtained, data: choice, settings });
      if (!result.complete) {
        // A cost that the file's own data make infinite is what its author has to know.
        const allFit = result.tensors.length > 0 && result.score === 3 * result.tensors.length;
        if (choice.made !== null || !allFit || !isStrict(choice.inputs, inventory)) continue;
        findings.settle({ attempt: result, obtained, data: choice, settings });
        return;
      }
      const better = choice.made === null ? oneHotInstead(choice, tensors, options) : null;
      if (better !== null) await tryOneHot(better);
      return;
    } catch (error) {
      const failure = error instanceof AttemptFailure ? error : new AttemptFailure(error, 0, new Set());
      findings.fail(failure.reason, candidate, failure.reached);
      if (
        failure.reason instanceof Misfit &&
        failure.reason.code === 'unknown-argument' &&
        choice.labels !== null
      )
        return;
      // With other data it gives no cost either; what it changes meanwhile would be in the way of other readings.
      if (failure.reason instanceof Misfit && failure.reason.code === 'returns-nothing') return;
      if (failure.reason instanceof Misfit && failure.reason.code === 'cost-not-scalar') {
        if (choice.made === null) return;
        manyCosts = true;
      }
      if (failure.reason instanceof Misfit && failure.reason.code === 'no-gradients') {
        if (choice.made === null || hopeless.size > 0) return;
        hopeless.add(choice.group);
      }
      if (!failure.roles.has('labels')) hopeless.add(choice.group);
    }
  }
}
