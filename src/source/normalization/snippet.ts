import type { Orientation } from '../../core/normalization/view';
import { javascriptSnippet } from './javascriptSnippet';
import { pythonSnippet } from './pythonSnippet';
import type { Snippet, SnippetSplit } from './snippetText';
import type { SourceLanguage } from '../program/language';

export type { Snippet, SnippetSplit } from './snippetText';

/**
 * Lines that normalize all splits with the mean and standard deviation of the training split, features that do not vary
 * left undivided. They go behind the last statement that makes one of the splits. Null where there is no such place
 * before the splits are trained with, or where the text does not tell how.
 *
 * For a notebook the text is that of its module; the line lies in the cell that makes the last split.
 */
export function normalizationSnippet(
  text: string,
  language: SourceLanguage,
  splits: readonly SnippetSplit[],
  orientation: Orientation,
): Snippet | null {
  const training = splits.find(({ role }) => role === 'train') ?? splits.find(({ role }) => role === 'all');
  if (training === undefined || !splits.every(({ name }) => /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)))
    return null;
  const ordered = [training, ...splits.filter((split) => split !== training)];
  return language === 'python'
    ? pythonSnippet(text, ordered, orientation)
    : javascriptSnippet(text, language === 'typescript', ordered, orientation);
}
