import { counted, scientific } from '../../format';
import type { JudgedSplit } from '../split';
import {
  normalizationKinds,
  type Finding,
  type NormalizationKind,
  type OverallKind,
  type Provenance,
  type SplitMismatch,
} from '../verdicts';
import { featuresOf, groupOf, type Group } from './groups';
import { list } from './provenanceText';
import { scalesOf, type Scales } from './scales';

export interface Judged {
  readonly overall: OverallKind;
  /** The training split first. */
  readonly splits: readonly JudgedSplit[];
  readonly provenance: Provenance | null;
  readonly mismatches: readonly SplitMismatch[];
}

export interface NormalizationVerdict {
  readonly verdict: Finding;
  /** One sentence that answers, and where it helps a second one. */
  readonly sentence: string;
  /** What to do; empty if nothing. */
  readonly advice: string;
}

/** Answers whether the inputs are normalized, and with whose statistics: the gravest finding first. */
export function verdictOf(judged: Judged): NormalizationVerdict {
  const { overall, splits, provenance, mismatches } = judged;
  const statistics = splits[0]!.statistics;
  const { filled, varying } = featuresOf(statistics);
  if (varying.length === 0) return withoutVariation(filled.length, splits[0]!.name);
  if (provenance !== null && (provenance.whose === 'own' || provenance.whose === 'pooled')) {
    return { verdict: 'wrong', sentence: provenance.sentence, advice: provenance.remedy };
  }
  const partly = provenance?.whose === 'none' && provenance.splits.some(({ whose }) => whose !== 'none');
  if (partly) return { verdict: 'suspicious', sentence: provenance!.sentence, advice: provenance!.remedy };
  const infinite = statistics.infinite.reduce((sum, value) => sum + value, 0);
  if (infinite > 0) {
    return {
      verdict: 'suspicious',
      sentence: `${splits[0]!.name} has ${counted(infinite, 'infinite value')}.`,
      advice: 'Find where they come from: a division by a standard deviation of 0 gives them.',
    };
  }
  const empty = statistics.features - filled.length;
  if (empty > 0) {
    return {
      verdict: 'suspicious',
      sentence: `${counted(empty, 'feature')} of ${splits[0]!.name} ${empty === 1 ? 'has' : 'have'} no finite values.`,
      advice:
        'Leave out what has no values, or find where they were lost: 0 divided by a standard deviation of 0 is no number.',
    };
  }
  const scales = scalesOf(statistics, varying);
  const answer = ofKind(overall, scales, groupOf(statistics, varying), statistics.features);
  return { ...answer, sentence: [answer.sentence, ...notes(overall, provenance, mismatches)].join(' ') };
}

function withoutVariation(filled: number, name: string): NormalizationVerdict {
  return {
    verdict: 'inconclusive',
    sentence: filled === 0 ? `${name} has no finite values.` : `No feature of ${name} varies.`,
    advice: 'Normalization needs at least two different values of a feature.',
  };
}

function ofKind(overall: OverallKind, scales: Scales, whole: Group, features: number): NormalizationVerdict {
  const { kind, by, severity } = overall;
  const range = sigmaRange(scales, features);
  const right = (sentence: string, advice = ''): NormalizationVerdict => ({
    verdict: 'correct',
    sentence,
    advice,
  });
  const apart = (sentence: string): NormalizationVerdict => ({
    verdict: 'suspicious',
    sentence,
    advice: advices.severe,
  });
  switch (kind) {
    case 'normalized':
      return right(
        'The inputs are normalized: every feature has mean 0 and standard deviation 1, up to 0.1 and chance.',
      );
    case 'min-max':
      if (by === null && severity === 'severe') return apart(`All inputs lie near 0 and 1, but ${range}.`);
      return right(`The inputs are scaled ${by === null ? 'by their minimum and maximum' : `to ${by}`}.`);
    case 'divided': {
      if (by !== null)
        return right(
          `The inputs are scaled by a constant: bytes divided by ${by}${by === '127.5' ? ', minus 1' : ''}.`,
        );
      const lie = `All inputs lie from ${number(whole.minimum)} to ${number(whole.maximum)}`;
      return severity === 'severe'
        ? apart(`${lie}, but ${range}.`)
        : right(`${lie}, as after division by a constant.`);
    }
    case 'standardized-globally':
    case 'standardized-by-channel': {
      const what =
        kind === 'standardized-globally'
          ? 'one mean and standard deviation'
          : 'a mean and standard deviation per channel';
      const sentence = `The inputs are standardized with ${by ?? what}`;
      return severity === 'severe' ? apart(`${sentence}, and ${range}.`) : right(`${sentence}.`);
    }
    case 'centred':
    case 'scaled':
    case 'mixed':
    case 'not-normalized': {
      const states = {
        centred: 'The inputs are centred, but not scaled',
        scaled: 'The inputs have standard deviation 1, but not mean 0',
        mixed: mixedText(overall, whole),
        'not-normalized': 'The inputs are not normalized',
      };
      const centre = `their mean is ${number(whole.mean)}`;
      const sentence = `${states[kind]}: ${kind === 'scaled' && features === 1 ? centre : range}.`;
      const rough = kind === 'not-normalized' || kind === 'centred' || leftOver(overall) > 0;
      if (severity === 'severe' && rough) return apart(sentence);
      if (rough && rootMeanSquare(whole) >= 30)
        return { verdict: 'suspicious', sentence, advice: advices.large };
      return right(
        sentence,
        rough || kind === 'scaled' ? advices[severity === 'none' ? 'none' : 'mild'] : '',
      );
    }
    case 'constant':
    case 'empty':
      return withoutVariation(0, 'The training split');
  }
}

/** Features that are not brought to a common scale. */
function leftOver({ counts }: OverallKind): number {
  return countOf(counts, ['not-normalized', 'centred', 'scaled']);
}

function countOf(counts: readonly number[], kinds: readonly NormalizationKind[]): number {
  return kinds.reduce((sum, kind) => sum + counts[normalizationKinds.indexOf(kind)]!, 0);
}

const advices = {
  severe:
    'The features have dramatically different ranges: normalizing them is crucial, with the mean and standard deviation of the training set for all splits.',
  large:
    'Values of this size drive units into saturation and call for tiny learning rates: normalize the inputs, or divide them by a constant.',
  mild: 'Normalizing would help gradient descent, and does no harm.',
  none: 'The scales are alike, so normalizing matters little; it does no harm.',
};

function mixedText(overall: OverallKind, whole: Group): string {
  const raw = leftOver(overall);
  const total =
    overall.counts.reduce((sum, count) => sum + count, 0) - countOf(overall.counts, ['constant', 'empty']);
  if (raw === 0) return 'The features are scaled in different ways';
  // As constants leave them that were not taken from these data.
  if (overall.severity !== 'severe' && rootMeanSquare(whole) <= 3) {
    return 'The features are on a common scale, but not each at mean 0 and standard deviation 1';
  }
  if (raw === total) return 'The inputs are not normalized';
  return `${raw} of ${counted(total, 'feature')} ${raw === 1 ? 'is' : 'are'} not normalized`;
}

function rootMeanSquare({ mean, deviation }: Group): number {
  return Math.hypot(mean, deviation);
}

function sigmaRange({ least, most }: Scales, features: number): string {
  if (features === 1) return `their standard deviation is ${number(most)}`;
  if (number(least) === number(most)) return `σ is ${number(most)} in every feature`;
  return `σ ranges from ${number(least)} to ${number(most)} over ${counted(features, 'feature')}`;
}

/** `0.02`, `3,400`; powers of ten beyond. */
function number(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size < 1e-3 || size >= 1e6) return scientific(value);
  const rounded = Number(size.toPrecision(2));
  const text = rounded >= 1000 ? rounded.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',') : String(rounded);
  return value < 0 ? `−${text}` : text;
}

const withoutStatistics: readonly OverallKind['kind'][] = [
  'not-normalized',
  'divided',
  'min-max',
  'constant',
  'empty',
];

/**
 * Whether the question whose statistics were used is worth an answer: not where they cannot be told, and nothing was
 * standardized or it was by constants that have a name.
 */
export function asksWhose({ kind, by, severity }: OverallKind, { whose }: Provenance): boolean {
  if (whose !== 'cannot-tell') return whose !== 'none';
  const raw = withoutStatistics.includes(kind) || (kind === 'mixed' && severity === 'severe');
  return by === null && !raw;
}

function notes(
  overall: OverallKind,
  provenance: Provenance | null,
  mismatches: readonly SplitMismatch[],
): readonly string[] {
  const told = provenance !== null && asksWhose(overall, provenance) ? [provenance.sentence] : [];
  const differing = mismatches.filter(({ count }) => count > 0);
  if (differing.length === 0) return told;
  const [first] = differing;
  const names = list(differing.map(({ split }) => split));
  const most = Math.max(...differing.map(({ count }) => count));
  return [
    ...told,
    `${names} ${differing.length === 1 ? 'differs' : 'differ'} from ${first!.against} in ${counted(most, 'feature')}.`,
  ];
}
