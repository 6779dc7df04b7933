import type { Orientation } from '../../core/normalization/view';
import { SourceText } from '../syntax';
import { Interpreter } from './interpreter';
import { functionsIn, type FunctionExpression, type Statement } from '../program/program';
import type { SourceLanguage } from '../program/language';
import { programOf } from '../program/programOf';
import type { Scope, Version } from './values';

/** A statement that normalizes a split with other statistics than those of the training split. */
export interface Culprit {
  /** One-based lines and columns; the end column is exclusive. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The function it stands in; empty outside all. */
  readonly function: string;
  /** The arrays that the statistics are of, as the text names them: the split itself, or those pooled. */
  readonly statisticsOf: readonly string[];
}

/**
 * Finds where the text normalizes a split with statistics that its own examples are part of. It is for a split whose
 * numbers have shown that already: it never says so by itself, and says nothing where the text does not tell. A line
 * that uses statistics of training data is never found.
 *
 * @param split as the text calls it, not the training split
 * @param orientation of the split as it is in the end
 */
export function culpritLine(
  text: string,
  language: SourceLanguage,
  split: string,
  orientation: Orientation,
): Culprit | null {
  if (isTraining(split)) return null;
  const program = programOf(text, language);
  const first = new Interpreter(program, orientation);
  const made = finalVersions(first, program, split);
  if (made === null) return null;
  // The array may have been turned on its way: what was its first orientation?
  const other: Orientation = orientation === 'examples-first' ? 'features-first' : 'examples-first';
  const turned = made[0]!.turned;
  const final = turned ? finalVersions(new Interpreter(program, other), program, split) : made;
  const found = final === null ? null : culpritOf(final);
  return found === null ? null : placed(found, new SourceText(text));
}

/** What the split is in the end: of the file, or else of the one function that makes it. */
function finalVersions(
  run: Interpreter,
  program: readonly Statement[],
  split: string,
): readonly Version[] | null {
  run.run();
  const outside = versionsIn(run.global, split);
  if (outside !== null && culpritOf(outside) !== null) return run.gaveUp ? null : outside;
  const own = (functions: readonly FunctionExpression[]) =>
    functions
      .filter((one) => !one.parameters.some(({ name }) => name === split))
      .map((one) => versionsIn(run.runAlone(one), split))
      .filter((versions) => versions !== null);
  const named = functionsIn(program).filter(({ name }) => name !== '');
  const uncalled = own(named.filter((one) => !run.ran.has(one)));
  // What `main` makes, which the file calls, is seen in `main` alone.
  const called = outside === null && uncalled.length === 0;
  const scopes = called
    ? own(named.filter((one) => run.ran.has(one) && one.parameters.length === 0))
    : uncalled;
  if (run.gaveUp) return null;
  return outside ?? (scopes.length === 1 ? scopes[0]! : null);
}

function versionsIn(scope: Scope, split: string): readonly Version[] | null {
  const names = [...scope.own().keys()];
  const ending = names.filter((name) => name.endsWith(`.${split}`));
  const name = names.includes(split) ? split : ending.length === 1 ? ending[0]! : null;
  const value = name === null ? undefined : scope.own().get(name);
  return value?.kind === 'data' && value.versions.length > 0 ? value.versions : null;
}

interface Found {
  readonly version: Version;
  readonly of: readonly Version[];
}

/** The first statement on the way to the split that used statistics of what its examples are part of. */
function culpritOf(final: readonly Version[]): Found | null {
  const way = ancestors(final, () => true);
  // Of joined arrays it is not sure which of them the split is taken from.
  const sure = ancestors(
    final,
    ({ name, parents }) => parents.length < 2 || parents.every((one) => one.name === name),
  );
  const found = [...way]
    .map((version): Found => {
      // Statistics of joined arrays are statistics of each.
      const covered = ancestors([...version.statistics], ({ whole }) => whole);
      const own = [...covered].some((one) => sure.has(one) && !isTraining(one.name));
      return { version, of: own ? [...version.statistics] : [] };
    })
    .filter(({ of }) => of.length > 0 && !of.every(({ name }) => isTraining(name)));
  found.sort((a, b) => a.version.from - b.version.from);
  return found[0] ?? null;
}

function ancestors(from: readonly Version[], follow: (version: Version) => boolean): ReadonlySet<Version> {
  const found = new Set<Version>(from);
  for (const version of found) if (follow(version)) version.parents.forEach((parent) => found.add(parent));
  return found;
}

/** `X_train`, `train_x`, `trainX`, `xTrain`, `X_tr`. */
function isTraining(name: string): boolean {
  return /train/i.test(name) || /(^|[._])tr([._]|$)|[a-z]Tr$|^[xX]tr$/.test(name);
}

function placed({ version, of }: Found, source: SourceText): Culprit {
  const { from, to } = version;
  const column = (offset: number): number =>
    offset - Math.max(source.text.lastIndexOf('\n', offset - 1), source.text.lastIndexOf('\r', offset - 1));
  return {
    line: source.lineAt(from),
    column: column(from),
    endLine: source.lineAt(Math.max(from, to - 1)),
    endColumn: column(to),
    function: version.function,
    statisticsOf: [...new Set(of.map(({ name }) => name))],
  };
}
