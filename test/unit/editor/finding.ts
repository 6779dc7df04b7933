import type { LineFinding } from '../../../src/state/findings';
import { findingsOf } from '../../../src/state/findings';
import { Results, type Entry } from '../../../src/state/results';
import type { Report } from '../../../src/protocol/report';
import type { Problem } from '../../../src/core/problem';
import type { CheckOutcome } from '../../../src/workflow/checkModel';

/** Results as after a check, for tests of what is made of them. */

const starting = { stage: 'Loading', done: 0, total: null, secondsLeft: null, tensors: [] };

export interface Checked {
  readonly results: Results;
  readonly entry: Entry;
}

export function after(outcome: CheckOutcome, file: string, source = '', stale = false): Checked {
  const results = new Results((name) => `file://${name}`);
  const uri = `file://${file}`;
  results.begin({ uri, file, source }, starting);
  results.update(uri, outcome);
  if (stale) results.edited(uri, `${source}#`, []);
  return { results, entry: results.get(uri)! };
}

export function afterReport(report: Report, stale = false): Checked {
  return after({ kind: 'report', report }, report.file, '', stale);
}

export function afterProblem(problem: Problem, source = '', stale = false): Checked {
  return after({ kind: 'problem', problem }, problem.file, source, stale);
}

export function findingAt(report: Report, line: number, stale = false): LineFinding {
  const { results, entry } = afterReport(report, stale);
  const found = findingsOf(results, entry).find(({ place }) => place.line === line);
  if (found === undefined) throw new Error(`Nothing is known about line ${line}.`);
  return found;
}
