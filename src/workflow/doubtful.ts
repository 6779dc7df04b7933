import type { Binding } from '../core/binding/binding';
import type { Plan } from '../core/binding/plan';
import { checkGradients, type CheckSettings, type ModelCheck } from '../core/gradient/check';
import { nameFactor } from '../core/gradient/constantFactor';
import { decayOf } from '../core/gradient/decay';
import { otherOrder } from '../core/gradient/otherOrder';
import { undecided } from '../core/gradient/freeVerdict';
import { checkUpToFactor } from '../core/gradient/upToFactor';
import { decimal } from '../core/format';
import type { Model } from '../core/model';
import type { BoundModel } from '../hosts/ModelHost';
import { gradientNames } from './assembleCheck';
import { bindModel, type BoundWith } from './bindModel';
import { withDoubts } from './loopDoubts';
import type { Measuring } from './measure';

/**
 * The check of an update, or of a loop that trains, without what may be right about it: those change the parameters by
 * more, and by something else, than the gradient of what they print.
 */
export async function doubtful(
  check: ModelCheck,
  { bound }: BoundWith,
  binding: Binding,
  measuring: Measuring,
): Promise<ModelCheck> {
  const { loop, plan } = binding;
  const doubted = await doubtfulAt(check, bound.model, binding);
  if (loop === undefined || isSettled(doubted)) return doubted;
  const { host, seed, settingsFor, onBound } = measuring;
  const bind = async (other: Plan): Promise<BoundModel> => (await bindModel(host, other, seed)).bound;
  const settings = (one: BoundModel): CheckSettings => ({ ...settingsFor(one), tensors: null });
  const result = isEstimate(await host.bind({ ...plan, restore: false }))
    ? undecided(
        check,
        `The gradients are others each time while \`${loop.cost}\` stays the same, as estimates from random numbers or samples are. Compute \`${loop.cost}\` of the same sample.`,
      )
    : await withDoubts(check, loop, {
        fits: async (other) => {
          const one = await bind(other.plan);
          const free = await checkUpToFactor(one.model, settings(one), onBound(one));
          return free.check.verdict === 'correct' && free.informative.length > 0 && (free.factor ?? 0) > 0;
        },
        fitting: async (other) => {
          const one = await bind(other.plan);
          const { tensors } = await checkGradients(one.model, settings(one), onBound(one));
          return tensors.filter((each) => each.decision.verdict === 'correct' && each.numericalNorm > 0);
        },
      });
  // What comes next is asked of the model that is bound last.
  await bindModel(host, plan, seed);
  return result;
}

/** The same, as far as it can be told at the point where the model is. */
export async function doubtfulAt(check: ModelCheck, model: Model, binding: Binding): Promise<ModelCheck> {
  const order = binding.byPosition === true && !isSettled(check) ? otherOrder(check) : null;
  if (order !== null) return undecided(check, orderDoubt(order, check, binding));
  const changes = changesParameters(binding);
  if (isSettled(check) || !(changes || binding.loop)) return check;
  const doubt = (await decayDoubt(check, model, binding)) ?? (changes ? stepDoubt(check, binding) : null);
  return doubt === null ? check : undecided(check, doubt);
}

/** Results without names that are right in another order than that of the arguments. */
function orderDoubt(order: readonly number[], { tensors }: ModelCheck, binding: Binding): string {
  const nameOf = (i: number) => `\`${binding.plan.tensors[tensors[i]!.tensor]!.name}\``;
  const returned = [...order.keys()].sort((a, b) => order[a]! - order[b]!).map(nameOf);
  return (
    `\`${binding.backward?.name ?? binding.subject}\` returns gradients without names. They are right in the order ${returned.join(', ')}, ` +
    `and its arguments are ${[...order.keys()].map(nameOf).join(', ')}. Give the gradients names such as \`dw\`, or return them in the order of the arguments.`
  );
}

/** True if a gradient is what an update changes. */
function changesParameters({ plan }: Binding): boolean {
  return plan.tensors.some(({ gradient }) => gradient?.from === 'change');
}

function isSettled({ verdict }: ModelCheck): boolean {
  return verdict === 'correct' || verdict === 'inconclusive';
}

/** True if the gradients change from one evaluation to the next, and the cost does not. */
function isEstimate({ model, gradientRepeats }: BoundModel): boolean {
  return Object.is(...model.baseCosts) && !gradientRepeats;
}

/** Weight decay that the update adds, beside a cost without it. */
async function decayDoubt(check: ModelCheck, model: Model, { plan }: Binding): Promise<string | null> {
  const parameters: Float64Array[] = [];
  for (const { tensor } of check.tensors)
    parameters.push(await model.values('parameter', tensor, 0, model.tensors[tensor]!.size));
  const decay = decayOf(check.tensors, parameters);
  if (decay === null) return null;
  const [first] = decay.tensors.map((i) => check.tensors[i]!.tensor);
  const factor = decimal(Number(decay.factor.toPrecision(5)), 5);
  const [gradient, name] = [gradientNames(plan.tensors)[first!]!, plan.tensors[first!]!.name];
  return `\`${gradient}\` is the gradient of the cost and ${factor} × \`${name}\`: weight decay, which is right if the cost is not meant to have it. Add half of ${factor} × Σ \`${name}\`² to the cost to be sure.`;
}

/** Steps of one size for all components, and steps that are some odd multiple of the gradient. */
function stepDoubt({ tensors, commonFactor }: ModelCheck, binding: Binding): string | null {
  const sizes = tensors.flatMap(({ computed }) => (computed === null ? [] : [...computed.map(Math.abs)]));
  const [size] = sizes.filter((one) => one > 0);
  if (size !== undefined && sizes.length > 1 && sizes.every((one) => Math.abs(one - size) <= 1e-9 * size))
    return 'The update moves every parameter by the same distance, as those do that go by the sign of the gradient. Give the gradients names such as `dW`, so that they can be checked themselves.';
  const odd = commonFactor !== null && commonFactor.factor > 0 && nameFactor(commonFactor, binding) === null;
  return odd
    ? `The steps are ${decimal(commonFactor.factor, 4)} × those of the gradient of the cost, which is right if they are meant to follow another cost, such as its square. Let the cost be that one to be sure.`
    : null;
}
