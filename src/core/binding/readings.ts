import { isLayerStep, requiredOf, roleOfResult, takesUpstream } from './functionKinds';
import type { FunctionFact } from './inventory';
import type { Member } from './members';
import { wordsOf } from './names';
import { roleIn, type FunctionKind, type Role } from './roles';

/** Where the gradients come from, and what they are the gradients of. */
export type Way =
  /** Returned or kept by the last call. */
  | 'gradients'
  /** What the last call changes of the parameters, divided by the learning rate. */
  | 'update'
  /** Likewise returned or kept, for an upstream gradient that is made: J is what the forward pass gives, weighted by it. */
  | 'upstream'
  /** Not at all: the forward pass alone, to be observed. */
  | 'forward';

/** Calls to make in this order: forward, cost, derivative of the cost, backward; the last gives the gradients. */
export interface Candidate {
  readonly way: Way;
  /** True if the file has no cost, so that J is a textbook's, of what the forward pass gives. */
  readonly assumed: boolean;
  readonly members: readonly Member[];
  /** Clears the gradients that the last member adds to. */
  readonly reset: Member | null;
  readonly merit: number;
}

/** All ways to put these functions together, best first. */
export function candidatesAmong(members: readonly Member[], file: string): readonly Candidate[] {
  const of = (kind: FunctionKind): readonly Member[] => members.filter((member) => member.kind === kind);
  const forwards = of('forward').filter((member) => !isLayerStep(member.fact));
  const costs = of('cost').filter((member) => !takesUpstream(member.fact));
  const derivatives = of('costDerivative');
  const activations = of('activation');
  const backwards = [
    ...of('backward').filter((member) => !/deriv/.test(member.fact.name)),
    ...costs.filter(mayReturnGradients),
  ];
  const found: Candidate[] = [];
  const add = (...parts: readonly (Member | null)[]): void => {
    const chosen = parts.filter((part): part is Member => part !== null);
    if (!chosen.some(mayGiveCost)) return;
    const reset = chosen.at(-1)!.stateful ? (of('reset')[0] ?? null) : null;
    found.push({ way: 'gradients', assumed: false, members: chosen, reset, merit: meritOf(chosen, file) });
  };
  for (const backward of backwards) {
    const upstream = takesUpstream(backward.fact);
    if (upstream && derivatives.length === 0) continue;
    if (isLayerStep(backward.fact) && !backward.stateful) continue;
    const middle: readonly (Member | null)[] = upstream ? derivatives : [null];
    for (const derivative of middle) {
      // A function that gives cost and gradients needs no other cost; an object's own cost goes before a helper's.
      const own = backward.stateful ? costs.filter((cost) => cost.stateful) : [];
      const others = backward.kind === 'cost' ? [] : own.length > 0 ? own : costs;
      for (const cost of [null, ...others]) {
        const needsForward =
          needsResults(backward.fact) || upstream || (cost !== null && needsResults(cost.fact));
        const stateful = backward.stateful && forwards.some((forward) => forward.stateful);
        if (!needsForward) add(cost, derivative, backward);
        if (needsForward || stateful || cost === null) {
          for (const forward of forwards) {
            const activation = activationBetween(forward, cost ?? backward, activations);
            if (activation !== null) add(forward, activation, cost, derivative, backward);
            add(forward, cost, derivative, backward);
          }
        }
      }
    }
  }
  return found.sort((a, b) => b.merit - a.merit);
}

/** `forward_propagation → compute_cost → backward_propagation`. */
export function labelOf(candidate: Candidate): string {
  return candidate.members
    .filter((member) => member.kind !== 'costDerivative' && member.kind !== 'activation')
    .map((member) => member.fact.name)
    .join(' → ');
}

const resultRoles: ReadonlySet<Role | null> = new Set(['output', 'cache', 'upstream', 'cost']);

/** Takes something that only an earlier call can give. */
export function needsResults(fact: FunctionFact): boolean {
  return requiredOf(fact).some((parameter) => {
    const role = roleIn(fact, parameter.name, 'cost');
    return (
      resultRoles.has(role) ||
      /^_*[za]_?\d+$/i.test(parameter.name) ||
      (role === null && /cache/.test(parameter.name))
    );
  });
}

/**
 * The function to apply to what a forward pass returns before the cost takes it: some return the values before the last
 * activation, as `z`, and their cost takes probabilities, as `y_hat`.
 */
function activationBetween(forward: Member, next: Member, activations: readonly Member[]): Member | null {
  const before = forward.fact.returns.some((texts) =>
    texts.some((text) => /^(z\w?|z_?\d+|scores?|logits?)$/i.test(text)),
  );
  const after = forward.fact.returns.some((texts) =>
    texts.some((text) => /^(a|al|a_?\d+|y_?\w+|probs?|p)$/i.test(text)),
  );
  const wanted = requiredOf(next.fact).some((parameter) =>
    /^(a|al|a_?\d*|y_?(hat|pred\w*)|probs?|probabilities|pred\w*|p)$/i.test(parameter.name),
  );
  if (!before || after || !wanted) return null;
  return activations.find((member) => /softmax/i.test(member.fact.name)) ?? activations[0] ?? null;
}

function mayReturnGradients(member: Member): boolean {
  const returns = member.fact.returns;
  if (returns.length === 0) return true;
  return (
    returns.some((texts) => texts.length > 1 && texts.some((text) => roleOfResult(text) === 'gradients')) ||
    returns.some((texts) => texts.length > 1 && texts.every((text) => roleOfResult(text) !== 'cache'))
  );
}

/** How much of the file a reading involves, and how well its functions belong together. */
export function meritOf(members: readonly Member[], file: string): number {
  const backward = members.at(-1)!;
  const others = members.slice(0, -1);
  let merit = 0;
  for (const { fact } of members) {
    const lines = Math.min(fact.endLine - fact.line + 1, 80);
    merit += (fact.file === file ? 1 : 0.5) * lines;
    merit += /(model|propagat|^_*l_|backprop)/i.test(fact.name) ? 10 : 0;
    merit -= /(naive|simple|old|slow|unvectori[sz]ed)/i.test(fact.name) ? 15 : 0;
    merit -= /^_*(predict|hypothesis)/i.test(fact.name) ? 15 : 0;
    merit -= /(prime|deriv|delta)/i.test(fact.name) ? 40 : 0;
  }
  const wanted = variantOf(backward.fact.name);
  for (const other of others.filter((member) => member.kind !== 'activation')) {
    const variant = variantOf(other.fact.name);
    const shared = variant.filter((word) => wanted.includes(word)).length;
    const extra = variant.length - shared;
    const missing = wanted.length - shared;
    merit += lossWordsOf(other.fact.name).some((word) => lossWordsOf(backward.fact.name).includes(word))
      ? 6
      : 0;
    merit += 12 * shared - (other.kind === 'forward' ? 25 : 15) * extra - 6 * missing;
  }
  if (backward.kind === 'backward') merit += 40;
  if (others.some((member) => member.kind === 'activation')) merit += 10;
  const costs = members.filter((member) => givesCost(member));
  if (costs.length === 0) merit -= 60;
  if (costs.length > 1)
    merit -= costs.some((member) => member.kind === 'cost' && member !== backward) ? 10 : 0;
  return merit;
}

/** False where the text of a function rules out that it returns a cost. */
function mayGiveCost(member: Member): boolean {
  if (member.kind === 'activation' || member.kind === 'costDerivative') return false;
  if (givesCost(member)) return true;
  return (
    member.kind === 'backward' &&
    member.fact.returns.some((texts) => texts.length > 1 && texts.some((text) => roleOfResult(text) === null))
  );
}

/** True for a cost function, and for any function whose `return` names a cost. */
function givesCost(member: Member): boolean {
  return (
    member.kind === 'cost' ||
    member.fact.returns.some((texts) => texts.some((text) => roleOfResult(text) === 'cost'))
  );
}

const kindWords =
  /^(forward|forwards|backward|backwards|prop|propagation|propagate|backprop|backpropagation|feedforward|feed|compute|calculate|calc|get|cost|costs|loss|losses|error|function|func|fn|fun|model|l|nn|with|pass|step|network|net|gradients?|grads?|grad|and|the|of|a|cross|entropy|total|predict|binary|mse|mean|squared|categorical)$/;

const lossWord = /^(entropy|squared?|mse|sse|quadratic|hinge|absolute|mae|huber|logistic|bce|nll)$/;

/** Which loss a name speaks of: `entropy_backward` goes with `entropy_cost` before `squared_cost`. */
function lossWordsOf(name: string): readonly string[] {
  return wordsOf(name).filter((word) => lossWord.test(word));
}

/** What sets a function apart from others of its kind: `with_regularization`, `_n`, `_vectorized`. */
function variantOf(name: string): readonly string[] {
  return wordsOf(name)
    .map((word) => word.replace(/^(reg|regularized|regularised|regularisation|l2)$/, 'regularization'))
    .filter((word) => !kindWords.test(word));
}
