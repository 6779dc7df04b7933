import type { Binding, BindingEntry, Unbound, Warning } from '../core/binding/binding';
import type { Inventory } from '../core/binding/inventory';
import { worst, type Verdict } from '../core/gradient/verdict';
import type { CheckReport, Report } from '../protocol/report';
import manifest from '../../package.json';
import { assembleCheck } from './assembleCheck';
import type { Checked } from './checkBinding';
import type { CheckOptions } from './options';

/** What came of a file: its checks, and what of it could not be checked. */
export interface Outcome {
  readonly file: string;
  /** At least one. */
  readonly checked: readonly Checked[];
  readonly unbound: readonly Unbound[];
  readonly expectations: ReadonlyMap<number, string>;
  readonly inventory: Inventory;
}

/** Puts together the report: the one value that editor, panel and command line read. */
export function assembleReport(outcome: Outcome, options: CheckOptions): Report {
  const { checked, file, unbound } = outcome;
  const checks = checked.map((one) => assembleCheck(one, outcome.expectations));
  const main = checked[0]!.binding;
  // Where there is a model, layers that cannot be called alone are a note; a file of layers is not checked without them.
  const layersOnly = main.subject !== 'model';
  const unchecked = layersOnly ? unbound.map((one) => uncheckedReport(one, options)) : [];
  const all = [...checks, ...unchecked];
  return {
    schemaVersion: 1,
    tool: { name: manifest.name, version: manifest.version },
    file,
    verdict: worst(all.map(undeclaredVerdict)),
    seed: options.seed,
    binding: checked
      .filter(({ at }) => at.kind === 'start')
      .flatMap(({ binding }, _, starts) => entriesOf(starts.length, binding.subject, binding.entries))
      .map((entry) => withFile(entry, outcome.inventory)),
    readings: main.readings,
    checks: all,
    warnings: distinct([
      ...otherThanAsked(main, options),
      ...checked.flatMap(({ binding, warnings }) => [...binding.warnings, ...warnings]),
      ...(layersOnly ? [] : unbound.map(uncheckedWarning)),
    ]),
  };
}

/** What is left of a verdict without the gradients that are declared to be wrong. */
function undeclaredVerdict({ verdict, expected, tensors }: CheckReport): Verdict {
  if (expected) return 'correct';
  const declared = tensors.some((tensor) => tensor.expected !== null && tensor.verdict !== 'correct');
  return declared ? worst(tensors.filter((one) => one.expected === null).map((one) => one.verdict)) : verdict;
}

function entriesOf(
  checks: number,
  subject: string,
  entries: readonly BindingEntry[],
): readonly BindingEntry[] {
  return checks === 1 ? entries : entries.map((entry) => ({ ...entry, subject }));
}

/** Lines of functions that other modules define are lines of those. */
function withFile(entry: BindingEntry, { file, functions, classes }: Inventory): BindingEntry {
  const all = [...functions, ...classes, ...classes.flatMap(({ methods }) => methods)];
  const same = all.filter(({ name, line }) => name === entry.name && line === entry.line);
  const [other] = same;
  return other === undefined || same.some((one) => one.file === file)
    ? entry
    : { ...entry, file: other.file };
}

/** A reading that was asked for, or remembered, may have gone from the file, or not be callable: another was taken. */
function otherThanAsked({ readings, backward }: Binding, { reading }: CheckOptions): readonly Warning[] {
  const [taken = ''] = readings;
  if (reading === null || reading === taken) return [];
  const all = readings.map((label) => `\`${label}\``).join(', ');
  const ways = readings.length === 1 ? `The only reading is ${all}` : `Choose among ${all}`;
  const message = `The file could not be read as \`${reading}\`, so it was read as \`${taken}\`. ${ways}.`;
  return [{ code: 'other-reading', message, line: backward?.line ?? null }];
}

/** Checks of one file share most of what there is to note. */
function distinct(warnings: readonly Warning[]): readonly Warning[] {
  return [...new Map(warnings.map((warning) => [JSON.stringify(warning), warning])).values()];
}

function uncheckedWarning({ subject, problem }: Unbound): Warning {
  return {
    code: 'not-checked',
    message: `${subject} was not checked: ${problem.message}`,
    line: problem.line,
  };
}

function uncheckedReport({ subject, problem }: Unbound, options: CheckOptions): CheckReport {
  return {
    subject,
    at: { kind: 'start' },
    verdict: 'inconclusive',
    expected: false,
    reason: `${subject} was not checked: ${problem.message}`,
    relativeDifference: NaN,
    parameterCount: 0,
    method: 'exhaustive',
    scheme: options.scheme,
    evaluations: 0,
    seconds: 0,
    noise: NaN,
    cost: NaN,
    tensors: [],
    diagnoses: [],
  };
}
