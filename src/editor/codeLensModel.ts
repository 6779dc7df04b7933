import { command } from '../environment/ids';
import type { Translate } from '../environment/translate';
import type { Entry } from '../state/results';
import type { FunctionLine } from './outline';
import { statusOf } from './statusText';

export interface Lens {
  /** One-based. */
  readonly line: number;
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

/** Lenses above the functions that compute gradients: what is known, and a check. */
export function lensesOf(
  uri: string,
  functions: readonly FunctionLine[],
  entry: Entry | undefined,
  t: Translate,
): readonly Lens[] {
  return functions.flatMap(({ line, subject }) => {
    const check = (title: string): Lens => ({
      line,
      title,
      command: command.checkAgain,
      arguments: [uri, subject],
    });
    if (entry === undefined) return [check(t('Check gradients'))];
    const known: Lens = {
      line,
      title: statusOf(entry, t).text,
      command: command.showGradientPanel,
      arguments: [uri],
    };
    return entry.result.kind === 'checking' ? [known] : [known, check(t('Check again'))];
  });
}
