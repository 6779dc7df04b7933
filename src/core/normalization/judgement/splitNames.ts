import { wordsOf } from '../../binding/names';
import type { SplitRole } from '../split';

/** What the name of an array says of the inputs it holds. */
export interface SplitName {
  readonly role: SplitRole;
  /** Before normalization, after it, or not said. */
  readonly stage: 'raw' | 'plain' | 'normalized';
  /** The word for the inputs, `x` or `images`; empty where only the split is named, as in `train`. */
  readonly stem: string;
  /** Words that say something of the form only, as `flatten`. */
  readonly further: number;
  /** True if the name may as well be that of a standard deviation: `X_std`. */
  readonly mayBeDeviation: boolean;
}

const inputWord =
  /^(xs?|inputs?|features?|feats|images?|imgs?|pics|pixels|data|dataset|samples?|examples?|observations?|points)$/;
const labelWord = /^(ys?|labels?|targets?|classes|class|lbls?|lab|outputs?|truth|onehot)$/;
const roleWords: readonly (readonly [SplitRole, RegExp])[] = [
  ['train', /^(train|training|trn|tr)$/],
  ['dev', /^(dev|val|valid|validation|va|cv|crossval)$/],
  ['test', /^(test|testing|tst|te|holdout)$/],
];
const stageWords: readonly (readonly ['raw' | 'normalized', RegExp])[] = [
  ['raw', /^(raw|orig|original|unscaled|unnorm|unnormalized|unnormalised|before)$/],
  [
    'normalized',
    /^(norm|normed|normalized|normalised|scaled|std|standard|standardized|standardised|n|z|after)$/,
  ],
];
const formWord =
  /^(set|flat|flatten|flattened|array|arr|np|mat|matrix|all|full|reshaped|t|float|f32|f64|final|in|df)$/;
const inputPart = '(x|data|inputs?|features?|images?)';
const splitPart = '(train|training|trn|tr|dev|val|valid|va|test|tst|te)';

/** `xtr` is `x tr`, `trainx` is `train x`; also for labels, so that `ytrain` is told. */
function unfused(word: string): readonly string[] {
  const parts =
    new RegExp(`^(?:${inputPart}|(y|labels?))${splitPart}$`).exec(word) ??
    new RegExp(`^${splitPart}(?:${inputPart}|(y|labels?))$`).exec(word);
  return parts === null ? [word] : parts.slice(1).filter((part) => part !== undefined);
}

/** The split whose inputs an array of this name holds; null if it holds something else, as labels or a mean. */
export function roleOfName(name: string): SplitName | null {
  return read(name, inputWord, labelWord);
}

/** The same for labels: `y_train`, `train_labels`, `Y`. */
export function roleOfLabelName(name: string): SplitRole | null {
  const found = read(name, labelWord, /^$/);
  return found === null || found.stem === '' ? null : found.role;
}

function read(name: string, subject: RegExp, never: RegExp): SplitName | null {
  if (name.startsWith('__')) return null;
  let role: SplitRole | null = null;
  let stage: SplitName['stage'] = 'plain';
  let stem = '';
  let further = 0;
  let mayBeDeviation = false;
  const words = wordsOf(name).flatMap(unfused);
  // `n_x` is a number of features, `X_n` normalized.
  if (/^[nz]$/.test(words[0] ?? '')) return null;
  for (const word of words) {
    const split = roleWords.find(([, pattern]) => pattern.test(word))?.[0];
    const said = stageWords.find(([, pattern]) => pattern.test(word))?.[0];
    if (never.test(word)) return null;
    if (split !== undefined) {
      if (role !== null && role !== split) return null;
      role = split;
    } else if (subject.test(word)) {
      // `train_data_x` is named by its last word.
      stem = word;
    } else if (said !== undefined) {
      stage = said;
      mayBeDeviation ||= word === 'std';
    } else if (formWord.test(word)) {
      further += word === 'set' ? 0 : 1;
    } else {
      return null;
    }
  }
  if (stem === '' && role === null) return null;
  return { role: role ?? 'all', stage, stem, further, mayBeDeviation };
}
