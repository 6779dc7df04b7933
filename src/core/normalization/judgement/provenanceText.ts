import type { JudgedSplit } from '../split';
import type { SplitProvenance, Whose } from '../verdicts';
import type { Target } from './fit';

interface Text {
  readonly sentence: string;
  readonly remedy: string;
}

/** The sentence that tells whose statistics were used, and what to do about it. */
export function provenanceText(
  splits: readonly JudgedSplit[],
  judged: readonly SplitProvenance[],
  whose: Whose,
  pool: readonly number[],
  target: Target,
): Text {
  const training = splits[0]!.name;
  const of = (wanted: Whose): readonly string[] =>
    judged.filter((one) => one.whose === wanted && one.split !== training).map(({ split }) => split);
  const statistics = target === 'min-max' ? 'minimum and maximum' : 'mean and standard deviation';
  const both = splits.length > 2 ? 'all splits' : 'both';
  switch (whose) {
    case 'training':
      return {
        sentence: `${list(of('training'))} ${were(of('training'))} normalized with the ${statistics} of ${training}.`,
        remedy: '',
      };
    case 'own': {
      const names = of('own');
      const its = names.length === 1 ? 'its' : 'their';
      return {
        sentence: `${list(names)} ${were(names)} normalized with ${its} own ${statistics}.`,
        remedy: `Use the ${statistics} of ${training} for ${both}, so that all data go through the same transformation.`,
      };
    }
    case 'pooled': {
      const names = pool.map((index) => splits[index]!.name);
      return {
        sentence: `${list(names)} were normalized with the ${statistics} of ${names.length === 2 ? 'both' : 'all of them'} together.`,
        remedy: `Compute the ${statistics} from ${training} alone and use them for ${both}: held-out examples must not take part in training.`,
      };
    }
    case 'none': {
      const names = judged.filter((one) => one.whose === 'none').map(({ split }) => split);
      if (names.length === judged.length) {
        return {
          sentence: 'No split was transformed with the mean and standard deviation of its features.',
          remedy: '',
        };
      }
      return {
        sentence: `${list(names)} ${were(names)} left as ${names.length === 1 ? 'it was' : 'they were'}, while ${training} was normalized.`,
        remedy: `Normalize ${list(names)} with the ${statistics} of ${training}.`,
      };
    }
    case 'cannot-tell':
      return {
        sentence: `Whose statistics were used cannot be told${openEnd(splits, of('cannot-tell'))}.`,
        remedy: '',
      };
  }
}

function openEnd(splits: readonly JudgedSplit[], open: readonly string[]): string {
  if (splits.every(fillsUnitRange)) {
    return ': every split fills [0, 1] exactly, as data scaled by the minimum and maximum of each split do';
  }
  const some = open.length > 0 && open.length < splits.length - 1;
  return `${some ? ` for ${list(open)}` : ''} from the numbers alone`;
}

function fillsUnitRange({ statistics: { minimum, maximum, whole, count } }: JudgedSplit): boolean {
  const telling = Array.from(whole.keys()).filter((feature) => whole[feature] === 0 && count[feature]! > 0);
  return telling.length > 0 && telling.every((feature) => minimum[feature] === 0 && maximum[feature] === 1);
}

function were(names: readonly string[]): string {
  return names.length === 1 ? 'was' : 'were';
}

/** `a`, `a and b`, `a, b and c`. */
export function list(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
