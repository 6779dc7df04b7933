import type { Description } from '../binding/inventory';
import { baseName, capital, counted, decimal, indexText, scientific } from '../format';
import type { Tensor } from '../model';
import type { TensorCheck } from './assess';
import type { ModelCheck } from './check';
import type { Block } from './coverage';
import {
  nameFactor,
  type Counts,
  type DiagnosisKind,
  type FactorFit,
  type NamedFactor,
} from './constantFactor';

/** The sentences of a gradient check. Predicates follow the gradient's name: "dW2" + "is 3 × the true gradient". */

/** A row-major index as one index per axis. */
export function unravel(index: number, shape: readonly number[]): number[] {
  const result: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    result.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  return result;
}

/** The factor of a wrong tensor, if it is one that can be named. */
export function namedFactor(check: TensorCheck, counts: Counts): NamedFactor | null {
  const single = (check.numerical?.length ?? 0) < 2;
  if (check.decision.verdict !== 'wrong' || !check.fit) return null;
  // A small whole number in one tensor is more likely a stray factor than the number of outputs.
  const named = nameFactor(check.fit, { ...counts, classes: null });
  if (named) return named;
  // One number is always a multiple of another; an odd multiple of it explains nothing.
  return single || check.fit.factor === 0 ? null : oddFactor(check.fit);
}

/** `(3, 4)`, as numpy writes a shape. */
function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

function foundText(found: Description): string {
  switch (found.type) {
    case 'none':
      return 'None';
    case 'text':
      return 'text';
    case 'array':
      return `an array of ${found.dtype}`;
    case 'object':
    case 'other':
      return `a ${found.className}`;
    default:
      return `a ${found.type}`;
  }
}

function timesTrue(named: NamedFactor): string {
  if (named.name === '−1') return 'has the wrong sign: it is −1 × the true gradient';
  return `is ${named.name} × the true gradient${named.equals && ` (${named.name} is ${named.equals})`}`;
}

function oddFactor({ factor }: FactorFit): NamedFactor {
  return { kind: factor < 0 ? 'sign' : 'scale', name: decimal(factor, 4), equals: '', reading: '' };
}

/** Why a tensor has its verdict. */
export function explainTensor(check: TensorCheck, tensor: Tensor, counts: Counts): string {
  const { decision, obstacle } = check;
  const size = (value: number) => scientific(value, 2);
  switch (decision.rule) {
    case 'gradient-unusable':
      switch (obstacle?.kind) {
        case 'gradient-missing':
          return tensor.found
            ? `is ${foundText(tensor.found)}, where ${tensor.name} needs an array of shape ${tuple(tensor.shape)}`
            : `is missing: the model returns no gradient for ${tensor.name}`;
        case 'gradient-shape':
          return `has shape ${tuple(obstacle.shape)}, but ${tensor.name} has ${tuple(tensor.shape)}`;
        case 'gradient-not-finite':
          return `holds ${counted(obstacle.count, 'value')} that ${obstacle.count === 1 ? 'is' : 'are'} not finite${obstacle.where === undefined ? '' : `; the first is made on ${obstacle.where}`}`;
        default:
          return 'cannot be used';
      }
    case 'not-comparable':
      if (obstacle?.kind === 'undecided') return 'cannot be told';
      if (obstacle?.kind === 'not-analytic') return 'cannot be told by complex steps';
      if (obstacle?.kind === 'cost-independent') return 'cannot be told: no parameter changes the cost';
      return obstacle?.kind === 'cost-random'
        ? 'cannot be told: the cost is random'
        : obstacle?.kind === 'cost-not-finite'
          ? 'cannot be told: the cost is not finite'
          : `cannot be told: the cost is not finite around this point${obstacle?.kind === 'numerical-not-finite' && obstacle.where !== undefined ? `, from ${obstacle.where} on` : ''}`;
    case 'unreached':
      return `is not needed: the cost does not depend on ${tensor.name}`;
    case 'within-noise':
      return check.numericalNorm === 0 && decision.relativeDifference === 0
        ? 'is right: both gradients are zero'
        : 'is right: zero to within the rounding of the cost';
    case 'agrees':
      if (check.kinks.length > 0) return atKink(check);
      return decision.relativeDifference === 0
        ? 'is right'
        : `is right to ${size(decision.relativeDifference)}`;
    case 'disagrees':
    case 'component-disagrees': {
      const named = namedFactor(check, counts);
      if (named) return timesTrue(named);
      if (check.computed!.every((value) => value === 0)) return 'is zero, and the true gradient is not';
      return mismatchText(check, tensor);
    }
    case 'agrees-beside':
      return check.kinks.length > 0 ? atKink(check) : 'is right';
    case 'unlike-others':
      return `does not fit what the others fit: ${mismatchText(check, tensor).replace(/^is wrong(: it)? ?/, '')}`;
    case 'unsettled':
      return 'cannot be told: the cost has no numerical derivative here, nor beside this point';
    case 'unresolved':
      return `cannot be told: differences below ${size(3 * decision.relativeResolution)} are lost in the rounding of the cost`;
    case 'epsilon':
      return epsilonText(check, 'is');
    case 'zeroed':
      return zeroedText([check.zeroed!]);
    case 'between':
      return `is off by ${size(decision.relativeDifference)}: more than rounding explains, less than a plain error`;
  }
}

/** Predicate of one gradient or several. */
export function epsilonText({ epsilon }: TensorCheck, be: 'is' | 'are'): string {
  const agree = be === 'is' ? 'it agrees' : 'they agree';
  const what =
    epsilon!.kind === 'added'
      ? `the ε inside the logarithm of ${epsilon!.where}`
      : `the bounds of ${epsilon!.where}, outside of which the cost is constant`;
  return (
    `${be} right but for ${what}: without ${epsilon!.kind === 'added' ? 'it' : 'them'} ${agree} with the cost. ` +
    'Make ε smaller, or take log p from the scores, as log-softmax does'
  );
}

/** Predicate of one gradient or several. */
export function zeroedText(zeroed: readonly NonNullable<TensorCheck['zeroed']>[]): string {
  const be = zeroed.length > 1 ? 'are' : 'is';
  const places = [...new Set(zeroed.map((one) => one.where))];
  const areLines = places.length > 1 && places.every((place) => /^line \d+$/.test(place));
  const all = areLines ? `lines ${listed(places.map((place) => place.slice(5)))}` : listed(places);
  const where = `${all.startsWith('cell') ? 'in' : 'on'} ${all}`;
  return zeroed.every(({ whole }) => whole)
    ? `${be} set to zero ${where}, and the true gradient is not zero`
    : `${be} right but for what is set to zero ${where}`;
}

/** What follows such a predicate where the file declares nothing. */
export const onPurpose = ': on purpose? If so, say it there: `gradient-lens: expected: frozen` in a comment';

function atKink({ kinks }: TensorCheck): string {
  return `is right; ${counted(kinks.length, 'component')} at a kink, where the cost has no derivative`;
}

function mismatchText(check: TensorCheck, tensor: Tensor): string {
  const { mismatched } = check;
  const worst = mismatched[0];
  if (worst === undefined) return `is off by ${scientific(check.decision.relativeDifference, 2)}`;
  const at = tensor.shape.length === 0 ? '' : `${indexText(unravel(worst, tensor.shape))} `;
  const values = `${at}is ${brief(check.computed![worst]!)}, should be ${brief(check.numerical![worst]!)}`;
  if (tensor.size === 1) return `is wrong: it ${values.slice(at.length)}`;
  if (mismatched.length === tensor.size) return `is wrong in every component: ${values}`;
  return `is wrong in ${extentText(check, tensor)}: ${values}`;
}

/** `3 of 20 components`, `most of [217, :]`. */
function extentText({ mismatched, coverage }: TensorCheck, { size, shape }: Tensor): string {
  const some = `${mismatched.length} of ${counted(size, 'component')}`;
  if (coverage === null) return some;
  if (!coverage.dense) return coverage.complete ? some : `at least ${some}`;
  const large = coverage.blocks.filter((block) => block.finding === 'disagrees' && blockSize(block) > 1);
  const [first, ...others] = large;
  if (first === undefined) return some;
  if (blockSize(first) === size) return `most of its ${counted(size, 'component')}`;
  const more = others.length === 0 ? '' : ` and of ${counted(others.length, 'more block')}`;
  return `most of ${sliceText(first, shape)}${more}`;
}

function blockSize({ from, to }: Block): number {
  return to.reduce((size, end, axis) => size * (end - from[axis]!), 1);
}

/** A box as numpy writes it: `[217, :]`, `[0:16, 5]`. */
function sliceText({ from, to }: Block, shape: readonly number[]): string {
  const parts = to.map((end, axis) => {
    const start = from[axis]!;
    if (end - start === 1) return String(start);
    return end - start === shape[axis] ? ':' : `${start}:${end}`;
  });
  return `[${parts.join(', ')}]`;
}

/** Three significant digits, without trailing zeros. */
function brief(value: number): string {
  return decimal(value, 3)
    .replace(/(\.\d*?)0+(?=$| )/, '$1')
    .replace(/\.(?=$| )/, '');
}

/** Tensors, by their indices in the check, that are wrong in one way. */
export interface Together {
  readonly tensors: readonly number[];
  readonly reason: string;
  readonly kind: DiagnosisKind;
}

/** The sentence that answers, and those that follow from it. */
export function explainCheck(
  check: ModelCheck,
  names: readonly string[],
  reasons: readonly string[],
  counts: Counts,
  what: { readonly subject: string; readonly file: string },
  /** For each tensor, why the file declares it to be wrong. */
  declared: readonly (string | null)[] = [],
  /** What several tensors have in common: a predicate of all their names. */
  together: readonly Together[] = [],
): string {
  const total = check.tensors.length;
  const of = (verdict: string) => check.tensors.filter(({ decision }) => decision.verdict === verdict).length;
  const where = what.subject === 'model' ? baseName(what.file) : what.subject;
  if (total === 0) return `${where} has no parameters to check.`;
  const first = check.tensors[0]!.obstacle;
  if (first?.kind === 'undecided') return first.message;
  const obstacle = first?.kind;
  const random = first?.kind === 'cost-random' ? (first.where ?? '') : '';
  if (obstacle === 'cost-random')
    return (
      `The cost is random: two evaluations at the same point differ${random && `, from ${random} on`}. ` +
      'Turn dropout and sampling off for the check, or seed them before each evaluation.'
    );
  if (obstacle === 'cost-independent')
    return (
      'No parameter changes the cost, so there is nothing to compare the gradients with. ' +
      'Check that the parameters are the live arrays that the cost reads, not copies of them.'
    );
  if (obstacle === 'not-analytic')
    return (
      'The cost takes complex parameters, but its complex steps differ from differences: the modulus or the conjugate of a ' +
      'complex number, as in `abs`, is not analytic. Choose another scheme.'
    );
  if (obstacle === 'cost-not-finite')
    return (
      `The cost is ${decimal(check.cost)} before any step is taken${first?.kind === 'cost-not-finite' && first.where !== undefined ? `, from ${first.where} on` : ''}. ` +
      'Look for a division by zero, a logarithm of zero or an overflow in the forward pass.'
    );

  const common = check.verdict === 'wrong' ? commonName(check, counts) : null;
  if (common) {
    const [why] = declared;
    const isDeclared = declared.length === total && declared.every((reason) => reason !== null);
    const first = `Every gradient ${timesTrue(common)}${isDeclared && why ? `, as declared: ${withoutStop(why)}` : ''}.`;
    return common.reading && !isDeclared ? `${first} ${capital(common.reading)}.` : first;
  }
  const asMeans = conventionSentence(check, names);
  const said = (i: number) =>
    `${names[i]} ${reasons[i]}.${declared[i] ? ` As declared: ${withoutStop(declared[i])}.` : ''}`;
  if (total === 1) return [said(0), ...asMeans].join(' ');
  const wrong = of('wrong');
  const asDeclared = check.tensors.filter(
    ({ decision }, i) => decision.verdict === 'wrong' && (declared[i] ?? null) !== null,
  ).length;
  const sentences: string[] = [];
  if (asDeclared > 0) sentences.push(declaredSentence(total, wrong, asDeclared));
  else if (check.verdict === 'correct') sentences.push(`${all(total)} gradients are right.`);
  else if (wrong > 0)
    sentences.push(
      wrong === total
        ? `${all(total)} gradients are wrong.`
        : `${wrong} of ${total} gradients ${wrong === 1 ? 'is' : 'are'} wrong.`,
    );
  else if (check.verdict === 'inconclusive')
    sentences.push(`${of('inconclusive')} of ${total} gradients cannot be told.`);
  else {
    const doubtful = of('suspicious');
    sentences.push(
      `${doubtful} of ${total} gradients ${doubtful === 1 ? 'deserves' : 'deserve'} a careful look.`,
    );
  }

  const notable = [...check.tensors.keys()].filter((i) => check.tensors[i]!.decision.verdict !== 'correct');
  const groups = together.filter(({ tensors }) => tensors.every((i) => (declared[i] ?? null) === null));
  for (const { tensors, reason } of groups)
    sentences.push(`${listed(tensors.map((i) => names[i]!))} ${reason}.`);
  const alone = notable.filter((i) => !groups.some(({ tensors }) => tensors.includes(i)));
  for (const i of alone.slice(0, 3)) sentences.push(said(i));
  const right = total - notable.length;
  if (right > 0) {
    const largest = Math.max(
      0,
      ...check.tensors
        .filter(({ decision }) => decision.rule === 'agrees')
        .map(({ decision }) => decision.relativeDifference),
    );
    const bound = largest > 0 ? `right to ${scientific(largest, 2)}` : 'right';
    if (notable.length > 0 && alone.length <= 3)
      sentences.push(right === 1 ? `The other one is ${bound}.` : `The other ${right} are ${bound}.`);
    else if (notable.length === 0 && largest > 0)
      sentences.push(`The largest relative difference is ${scientific(largest, 2)}.`);
  }
  return [...sentences, ...asMeans].join(' ');
}

function declaredSentence(total: number, wrong: number, declared: number): string {
  const are = (count: number) => (count === 1 ? 'is' : 'are');
  if (wrong > declared) return `${wrong} of ${total} gradients are wrong, ${declared} of them as declared.`;
  return wrong === total
    ? `${all(total)} gradients are wrong as declared.`
    : `${declared} of ${total} gradients ${are(declared)} wrong as declared.`;
}

function all(total: number): string {
  return total === 2 ? 'Both' : `All ${total}`;
}

/** `dW1, dW2 and dW3`. */
export function listed(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}

/** `dW and db are means over the 5 examples where J is a sum, which is taken for a convention of this layer.` */
function conventionSentence(
  { convention, tensors }: ModelCheck,
  names: readonly string[],
): readonly string[] {
  if (convention === null) return [];
  const which = names.filter((_, i) => convention.tensors.includes(tensors[i]!.tensor));
  const are = which.length > 1 ? 'are means' : 'is a mean';
  return [
    `${listed(which)} ${are} over the ${convention.examples} examples where J is a sum: a layer may leave that division to ` +
      'its parameters, so it is no error.',
  ];
}

/** The constant that every gradient is off by, in words. */
export function commonName(check: ModelCheck, counts: Counts): NamedFactor | null {
  if (!check.commonFactor) return null;
  return nameFactor(check.commonFactor, counts) ?? oddFactor(check.commonFactor);
}
