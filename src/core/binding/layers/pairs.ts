import type { FunctionFact, Inventory } from '../inventory';
import { wordsOf } from '../names';
import { kindOfFunction, requiredOf } from '../functionKinds';
import { roleOfArgument } from '../roles';

/** A function and the one that computes its gradient. */
export interface Pair {
  /** The name they have in common: `affine`. */
  readonly name: string;
  readonly forward: FunctionFact;
  /** The same as `forward` for a loss that returns its gradient as well. */
  readonly backward: FunctionFact;
  /**
   * `layer`: the backward function takes the gradient of what follows. `loss`: J is what the forward function returns.
   * `derivative`: the second function is the elementwise derivative of the first.
   */
  readonly kind: 'layer' | 'loss' | 'derivative';
}

const forwardWords = /^(forward|fwd|fprop|forw)$/;
const backwardWords = /^(backward|backwards|bwd|bprop|backprop|back)$/;
const derivativeWords = /^(grads?|gradients?|prime|derivatives?|deriv|der|delta|diff|d|dx)$/;

/** All pairs of a file, in its order. */
export function pairsOf(inventory: Inventory): readonly Pair[] {
  const own = inventory.functions.filter((fact) => fact.file === inventory.file);
  const taken = new Set<FunctionFact>();
  const pairs: Pair[] = [];
  for (const backward of own) {
    const named = commonName(backward.name, backwardWords) ?? derivativeName(backward.name);
    if (named === null) continue;
    const forward = own.find((fact) => fact !== backward && isForward(fact.name, named));
    const kind = forward === undefined ? null : kindOf(forward, backward);
    if (forward === undefined || kind === null) continue;
    taken.add(forward).add(backward);
    pairs.push({ name: named || forward.name, forward, backward, kind });
  }
  for (const fact of own) {
    if (!taken.has(fact) && returnsLossAndGradient(fact))
      pairs.push({ name: fact.name, forward: fact, backward: fact, kind: 'loss' });
  }
  return pairs.sort((a, b) => a.forward.line - b.forward.line);
}

/** What remains of a name without the word that says which half of a pair it is; null if there is none. */
function commonName(name: string, words: RegExp): string | null {
  const parts = wordsOf(name);
  const at = parts.findLastIndex((part) => words.test(part));
  return at < 0 ? null : parts.filter((_, index) => index !== at).join('_');
}

function derivativeName(name: string): string | null {
  const parts = wordsOf(name);
  if (parts.length < 2) {
    const short = /^(?:d|grad)(relu|sigmoid|tanh|softmax|elu|gelu|swish|softplus|leaky\w*)$/i.exec(name);
    return short === null ? null : short[1]!.toLowerCase();
  }
  if (/^(d|grad|deriv|derivative)$/.test(parts[0]!))
    return parts
      .slice(1)
      .filter((part) => part !== 'of')
      .join('_');
  return derivativeWords.test(parts.at(-1)!) ? parts.slice(0, -1).join('_') : null;
}

function isForward(name: string, common: string): boolean {
  const without = commonName(name, forwardWords);
  return without === common || (common !== '' && without === null && wordsOf(name).join('_') === common);
}

function kindOf(forward: FunctionFact, backward: FunctionFact): Pair['kind'] | null {
  if (takesLabels(forward)) return takesLabels(backward) || takesCache(backward) ? 'loss' : null;
  if (upstreamArguments(backward).length > 0) return 'layer';
  const single = requiredOf(forward).length === 1 && requiredOf(backward).length === 1;
  // Of a softmax this is the diagonal of its Jacobian, or belongs to the loss.
  const elementwise = single && !/softmax|norm/i.test(forward.name) && kindOfFunction(forward) !== 'cost';
  return elementwise && commonName(backward.name, backwardWords) === null ? 'derivative' : null;
}

function takesLabels(fact: FunctionFact): boolean {
  const required = requiredOf(fact);
  return (
    required.length > 1 &&
    required.length <= 3 &&
    required.some((parameter) => roleOfArgument(parameter.name, 'cost') === 'labels') &&
    !required.some((parameter) => roleOfArgument(parameter.name, 'cost') === 'parameters')
  );
}

function takesCache(fact: FunctionFact): boolean {
  return requiredOf(fact).some((parameter) => roleOfArgument(parameter.name, 'backward') === 'cache');
}

/** A loss of scores or predictions that returns its gradient by them, as `softmax_loss(x, y)`. */
function returnsLossAndGradient(fact: FunctionFact): boolean {
  const [last] = fact.returns.slice(-1);
  return /loss|cost|entropy|mse/i.test(fact.name) && takesLabels(fact) && last?.length === 2;
}

/** Arguments that take the gradient of what follows: `dout`, `dnext_h`, `grad_output`, `delta`. */
export function upstreamArguments(fact: FunctionFact): readonly string[] {
  return fact.parameters.map((parameter) => parameter.name).filter(isUpstreamName);
}

const noUpstream =
  /^(data\w*|depth|dims?|dimension\w*|dilation|d_?model|drop\w*|decay|dtype|direction|dict|dt|debug|degree|delta_?t|d|dk|dv|d_[kv]|diff_?eq)$/i;

function isUpstreamName(name: string): boolean {
  if (!/^\w+$/.test(name) || noUpstream.test(name)) return false;
  if (roleOfArgument(name, 'backward') === 'upstream') return true;
  return /^(d_?[A-Za-z]\w*|grad\w*|delta\w*|upstream\w*|dL_?d\w+|\w+_(grad|gradient|delta|error)|dvalues)$/.test(
    name,
  );
}
