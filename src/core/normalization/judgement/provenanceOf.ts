import type { JudgedSplit } from '../split';
import type { Provenance, SplitProvenance, Whose } from '../verdicts';
import { roundOffOf, unitRoundoff, type Fit, type Target } from './fit';
import { asOneFeature, momentsOf, type Moments } from './moments';
import { provenanceText } from './provenanceText';
import { isUniform, recoveredTransform } from './recovered';
import { whoseOf, type WhoseAnswer } from './whoseOf';

/**
 * Whose mean and standard deviation the splits, the training split first, were normalized with. Null for one split.
 * @param oneForAll whether one μ and one σ of all values may be thought of: not where examples are centred by themselves
 */
export function provenanceOf(splits: readonly JudgedSplit[], oneForAll = true): Provenance | null {
  const features = splits[0]?.statistics.features;
  if (splits.length < 2 || splits.some(({ statistics }) => statistics.features !== features)) return null;
  const unit = Math.max(...splits.map(({ dtype }) => unitRoundoff(dtype)));
  const recovered = fromRaw(splits, unit);
  const answers = recovered ?? fromScaled(splits, unit, oneForAll);
  const judged = answers.map(({ answer }, at): SplitProvenance => {
    const { name, statistics } = splits[at]!;
    const count = Math.max(1, statistics.examples);
    return {
      split: name,
      whose: answer.whose,
      residuals: {
        training: residual(answer.training),
        own: residual(answer.own),
        pooled: residual(answer.pooled),
      },
      roundOff: roundOffOf(Math.max(count, splits[0]!.statistics.examples), unit),
      samplingNoise: 1 / Math.sqrt(count),
      ddof: answer.ddof,
    };
  });
  const whose = overall(judged.map((one) => one.whose));
  const pool = answers.find(({ answer }) => answer.whose === 'pooled')?.answer.pool ?? [];
  const target = answers[0]!.target;
  return {
    whose,
    splits: judged,
    recovered: recovered !== null,
    ...provenanceText(splits, judged, whose, pool, target),
  };
}

interface Answered {
  readonly answer: WhoseAnswer;
  readonly target: Target;
}

function residual(fit: Fit | null): number {
  return fit === null ? NaN : Math.max(fit.mean, fit.deviation);
}

/** The worst decides; one split that nothing tells of leaves the whole open. */
function overall(all: readonly Whose[]): Whose {
  const order = ['own', 'pooled', 'none', 'cannot-tell'] as const;
  return order.find((whose) => all.includes(whose)) ?? 'training';
}

/** From the scaled arrays alone: feature by feature, or as data standardized with one μ and one σ. */
function fromScaled(splits: readonly JudgedSplit[], unit: number, oneForAll: boolean): readonly Answered[] {
  const arrays = splits.map(({ statistics }) => momentsOf(statistics, 'scaled'));
  const each = answersOf(arrays, unit);
  const tells = (answers: readonly Answered[]): boolean =>
    answers.some(({ answer }) => answer.whose !== 'cannot-tell');
  const single = arrays.map(asOneFeature);
  const together = !oneForAll || tells(each) || arrays[0]!.count.length < 2 ? each : answersOf(single, unit);
  const [taken, judged] = tells(together) && together !== each ? [together, single] : [each, arrays];
  const scaled = judged.map(looksStandardized);
  return taken.map(({ answer, target }, at) => {
    if (answer.whose === 'cannot-tell' && scaled.every((one) => one === false)) return none(answer, target);
    // A test split left as it was beside a training split that was normalized.
    if (answer.whose === 'training' && at > 0 && scaled[at] === false)
      return open(answer, target, judged[at]!);
    return { answer, target };
  });
}

function none(answer: WhoseAnswer, target: Target): Answered {
  return { answer: { ...answer, whose: 'none', ddof: null }, target };
}

/** Values an order of magnitude away were not transformed at all; nearer ones may be another distribution. */
function open(answer: WhoseAnswer, target: Target, array: Moments): Answered {
  const far = median(array, (feature) =>
    Math.max(
      Math.abs(array.mean[feature]!) / 5,
      Math.abs(Math.log(array.deviation[feature]!)) / Math.log(10),
    ),
  );
  return far >= 1
    ? none(answer, target)
    : { answer: { ...answer, whose: 'cannot-tell', ddof: null }, target };
}

function answersOf(arrays: readonly Moments[], unit: number): readonly Answered[] {
  return arrays.map((_, split) => {
    const target = 'standardized';
    return { answer: whoseOf({ split, arrays, transform: null, unit, target }), target };
  });
}

/** Half of the features within mean ±1 and σ from ½ to 2; null if no feature can tell. */
function looksStandardized(array: Moments): boolean | null {
  if (!array.usable.includes(1)) return null;
  const far = median(array, (feature) =>
    Math.max(Math.abs(array.mean[feature]!), Math.abs(Math.log2(array.deviation[feature]!))),
  );
  return far <= 1;
}

function median(array: Moments, of: (feature: number) => number): number {
  const values = Array.from(array.usable.keys())
    .filter((feature) => array.usable[feature] === 1)
    .map(of)
    .sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? 0;
}

/** From the arrays before and after; null if they are not all there, or not related by x ↦ (x − μ)/σ. */
function fromRaw(splits: readonly JudgedSplit[], unit: number): readonly Answered[] | null {
  const transforms = splits.map(({ raw, statistics }) =>
    raw === null ? null : recoveredTransform(raw.statistics, statistics),
  );
  if (transforms.includes(null)) return null;
  const arrays = splits.map(({ raw }) => momentsOf(raw!.statistics, 'raw'));
  const answers = splits.map((_, split): Answered => {
    const transform = transforms[split]!;
    const tried = (['standardized', 'min-max'] as const).map((target) => {
      return { target, answer: whoseOf({ split, arrays, transform, unit, target }) };
    });
    const told = tried.find(({ answer }) => answer.whose !== 'cannot-tell');
    if (told === undefined && isUniform(transform)) return none(tried[0]!.answer, 'standardized');
    return told ?? tried[0]!;
  });
  return answers;
}
