import { decimal } from '../format';
import type { TensorCheck } from './assess';
import type { ModelCheck } from './check';
import { nameFactor, type Counts } from './constantFactor';
import type { FreeCheck } from './upToFactor';
import { worst, type Decision } from './verdict';

/** What a check of gradients that are known up to a constant amounts to, and what to tell about it. */
export interface Judged {
  readonly check: ModelCheck;
  /** A sentence that says what was taken for granted; null where nothing was. */
  readonly note: string | null;
}

/** One of the costs that a file without a cost may have meant. */
export interface Assumption {
  /** `squared error`. */
  readonly name: string;
  readonly free: FreeCheck;
}

/** Steps whose learning rate is hidden, with a cost of the file: the constant is the rate, if it is positive. */
export function judgeHiddenRate(free: FreeCheck, step: string): Judged {
  const { check, plain, factor, fitting, informative } = free;
  if (isIncomparable(plain) || informative.length === 0) return { check: plain, note: null };
  const all = check.verdict === 'correct';
  if (factor !== null && factor < 0 && all) return { check: plain, note: null };
  if (factor !== null && factor > 0 && fitting.length > 0) {
    const note =
      `The learning rate of \`${step}\` is not known: its steps are ${constant(factor)} × the gradient` +
      `${all ? '' : ' in most components'}, and that constant was taken for the rate.`;
    if (all || mostFit(free)) return { check, note };
    return { check: doubted(check), note };
  }
  const message =
    `The learning rate of \`${step}\` is not known, and its steps are no common multiple of the gradient of the cost. ` +
    'Make the rate an argument `learning_rate`, or return the gradients from a function of their own.';
  return { check: undecided(plain, message), note: null };
}

/**
 * A file without a cost. Only gradients that are those of a textbook's cost, up to one constant, are called right; one that
 * fits most but not all of them casts doubt on the rest, no more, since the cost is our assumption.
 */
export function judgeAssumed(
  assumptions: readonly Assumption[],
  names: readonly string[],
  counts: Counts,
  isUpdate: boolean,
): Judged & { readonly chosen: number } {
  const unusable = assumptions.findIndex(({ free }) => isIncomparable(free.plain));
  if (unusable >= 0 && assumptions.every(({ free }) => isIncomparable(free.plain)))
    return { check: assumptions[0]!.free.plain, note: null, chosen: 0 };
  const whole = assumptions.findIndex(
    ({ free }) => free.check.verdict === 'correct' && free.factor !== null && free.informative.length > 0,
  );
  const noCost = 'The file has no cost';
  if (whole >= 0) {
    const { name, free } = assumptions[whole]!;
    const times = timesText(free.factor!, counts);
    if (free.factor! > 0) {
      const note = `${noCost}: its gradients were compared with those of the ${name}, and are ${times}these. Write a function \`loss\` to be sure that it is meant.`;
      return { check: free.check, note, chosen: whole };
    }
    const which = isUpdate
      ? `its steps are ${times}the gradient of the ${name}, against the learning rate's sign: they climb it, where they should descend`
      : `its gradients are ${times}those of the ${name}: right if the parameters are changed along them, wrong if against them`;
    const message = `${noCost}, and ${which}. Write a function \`loss\` that returns J.`;
    return { check: undecided(free.plain, message), note: null, chosen: whole };
  }
  const closest = assumptions.reduce(
    (best, { free }, i) => (free.fitting.length > assumptions[best]!.free.fitting.length ? i : best),
    0,
  );
  const { name, free } = assumptions[closest]!;
  if (mostFit(free) && free.factor! > 0) {
    const fits = free.fitting.map((i) => names[i]!).join(', ');
    const note = `${noCost}: ${fits} fit the ${name}, which was taken for it; the others do not. Write a function \`loss\` that returns J to be sure.`;
    return { check: doubted(free.check), note, chosen: closest };
  }
  const tried = assumptions
    .slice(0, 3)
    .map((one) => one.name)
    .join(', ');
  const fits = free.fitting.map((i) => names[i]!).join(', ');
  const near =
    fits === ''
      ? `none of its gradients fits a usual one (${tried})`
      : `of its gradients only ${fits} ${free.fitting.length === 1 ? 'fits' : 'fit'} a usual one, the ${name} (tried: ${tried})`;
  const message = `${noCost}, and ${near}. Write a function \`loss\` that returns J.`;
  return { check: undecided(free.plain, message), note: null, chosen: closest };
}

/** The same check, of which nothing can be said but that sentence. */
export function undecided(check: ModelCheck, message: string): ModelCheck {
  const tensors = check.tensors.map((one): TensorCheck => ({
    ...one,
    obstacle: { kind: 'undecided', message },
    decision: { ...one.decision, verdict: 'inconclusive', rule: 'not-comparable' },
    mismatched: [],
    fit: null,
  }));
  return { ...check, verdict: 'inconclusive', tensors, commonFactor: null };
}

/** The same check; what is wrong in it only deserves a look. */
function doubted(check: ModelCheck): ModelCheck {
  const soften = (decision: Decision): Decision =>
    decision.verdict === 'wrong' ? { ...decision, verdict: 'suspicious', rule: 'unlike-others' } : decision;
  const tensors = check.tensors.map((one) => ({ ...one, decision: soften(one.decision) }));
  return {
    ...check,
    verdict: worst(tensors.map(({ decision }) => decision.verdict)),
    tensors,
    commonFactor: null,
  };
}

function mostFit({ fitting, informative, factor }: FreeCheck): boolean {
  return factor !== null && fitting.length >= 2 && fitting.length * 2 > informative.length;
}

function isIncomparable({ tensors }: ModelCheck): boolean {
  return tensors.every(({ decision }) => decision.rule === 'not-comparable');
}

function timesText(factor: number, counts: Counts): string {
  if (Math.abs(factor - 1) < 1e-6) return '';
  const named = nameFactor({ factor, error: 1e-6 * Math.abs(factor) }, counts);
  return `${named?.name ?? decimal(factor, 4)} × ${named?.equals ? `(${named.equals}) ` : ''}`;
}

function constant(factor: number): string {
  return decimal(Number(factor.toPrecision(5)), 5);
}
