import { command } from '../environment/ids';
import type { Entry } from '../state/results';
import { backwardFunctions } from './outline';
import { statusOf } from './statusText';
import type { Translate } from '../environment/translate';

export interface Lens {
  /** One-based. */
  readonly line: number;
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

/** Lenses above the functions that compute gradients. */
export function lensesOf(
  document: { readonly uri: string; readonly text: string; readonly languageId: string },
  entry: Entry | undefined,
  t: Translate,
): readonly Lens[] {
  return backwardFunctions(document.text, document.languageId).flatMap(({ line, subject }) => {
    if (entry?.result.kind === 'checking') {
      return [
        {
          line,
          title: statusOf(entry, t).text,
          command: command.showGradientPanel,
          arguments: [document.uri],
        },
      ];
    }
    const again = entry !== undefined && entry.result.kind !== 'cancelled';
    const check: Lens = {
      line,
      title: again ? t('Check again') : t('Check gradients'),
      command: command.checkAgain,
      arguments: [document.uri, subject],
    };
    if (!again) return [check];
    return [
      { line, title: statusOf(entry, t).text, command: command.showGradientPanel, arguments: [document.uri] },
      check,
    ];
  });
}
