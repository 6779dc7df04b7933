import { command } from '../environment/ids';
import type { Translate } from '../environment/translate';
import type { CheckReport, Report } from '../protocol/report';
import { bindingOf, verdictOfCheck } from '../protocol/summary';
import type { Entry } from '../state/results';
import { mark, staleMark } from './marks';
import type { FunctionLine } from './outline';
import { checkSummary, statusOf } from './statusText';

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
  return functions.flatMap((own) => {
    const { line, subject } = own;
    const check = (title: string): Lens => ({
      line,
      title,
      command: command.checkAgain,
      arguments: [uri, subject],
    });
    if (entry === undefined) return [check(t('Check gradients'))];
    const report = entry.result.kind === 'report' ? entry.result.report : null;
    if (report === null || isWhole(report)) {
      // Between an icon and a word a lens shows no common space.
      const title = statusOf(entry, t).text.replace(/^(\$\([^)]*\)) /, '$1\u00a0');
      const known: Lens = { line, title, command: command.showGradientPanel, arguments: [uri] };
      return entry.result.kind === 'checking' ? [known] : [known, check(t('Check again'))];
    }
    const found = checkOf(report, own);
    if (found === null) return [check(t('Check gradients'))];
    const sign = entry.stale ? staleMark : mark(verdictOfCheck(found));
    const known: Lens = {
      line,
      title: `${sign} ${checkSummary(found, t)}`,
      command: command.showTensor,
      arguments: [uri, null, found.subject],
    };
    // Checking one again must not make the others unknown.
    return [known, { ...check(t('Check again')), arguments: [uri] }];
  });
}

/** A check of a model speaks for every function that takes part in it, at whatever moments. */
function isWhole({ checks }: Report): boolean {
  return checks.every(({ subject }) => subject === 'model');
}

/** The check of a report whose gradients a function computes. */
function checkOf(report: Report, { name, subject }: FunctionLine): CheckReport | null {
  const uses = (check: CheckReport): boolean =>
    bindingOf(report, check).some((entry) => /gradients/.test(entry.role) && entry.name === name);
  // Of several moments, the one with the worst verdict.
  const checks = [...report.checks].sort((a, b) => rank(b) - rank(a));
  const named = checks.filter((check) => check.subject === subject);
  return named.find(uses) ?? checks.find((check) => uses(check) && subject === name) ?? named[0] ?? null;
}

function rank(check: CheckReport): number {
  return ['correct', 'suspicious', 'inconclusive', 'wrong'].indexOf(verdictOfCheck(check));
}
