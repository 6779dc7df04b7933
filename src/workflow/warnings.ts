import type { Warning } from '../core/binding/binding';
import type { KeepSetting } from '../core/binding/keepAll';
import type { FailedSection, LeftOut } from '../core/binding/inventory';
import type { BindNote } from '../protocol/host';
import { lineText } from '../core/place';
import { cellAt, type CellLines } from '../source/notebook/cells';
import { lineWords } from './lineWords';
import { unparsed } from './notebook';

/** What a user should know about how the check was run, in sentences. */

export interface Notes {
  readonly notes: readonly BindNote[];
  readonly reseeded: boolean;
  /** What was set so that dropout keeps every unit. */
  readonly kept: KeepSetting | null;
  readonly standIns: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** Cells of a notebook that raised. */
  readonly failed: readonly FailedSection[];
  /** Where the cells of a notebook are; null for any other file. */
  readonly cells: readonly CellLines[] | null;
  /** Tensors of zeros, if there are no others. */
  readonly zero: readonly string[];
}

export function noteWarnings({
  notes,
  reseeded,
  kept,
  standIns,
  leftOut,
  failed,
  cells,
  zero,
}: Notes): readonly Warning[] {
  return [
    ...failed.map((one) => ({ code: 'cell-failed', message: failedText(one, cells), line: one.at })),
    ...leftOutWarnings(leftOut, cells),
    ...standIns.map((name) => ({
      code: 'stand-in',
      message: `${name} is not installed; its calls do nothing during the check.`,
      line: null,
    })),
    ...(kept === null
      ? []
      : [
          {
            code: 'dropout',
            message: `\`${kept.name}\` was set to ${String(kept.value)} for the check: dropout makes the cost random.`,
            line: null,
          },
        ]),
    ...(reseeded
      ? [
          {
            code: 'reseeded',
            message:
              'The cost is random; the generators were seeded before each evaluation, so that it is the same each time.',
            line: null,
          },
        ]
      : []),
    ...(zero.length > 0
      ? [
          {
            code: 'zero-parameters',
            message: `${zero.join(', ')} ${zero.length > 1 ? 'are' : 'is'} all zero, where an error in proportion to the parameters, such as a wrong regularization term, cannot show. Check again with random or trained values.`,
            line: null,
          },
        ]
      : []),
    ...together(notes).map((note) => ({ code: note.kind, message: noteText(note), line: null })),
  ];
}

function failedText(section: FailedSection, cells: readonly CellLines[] | null): string {
  const { at } = section;
  const place = lineText(cells === null ? { line: at } : cellAt(cells, at));
  const where = place[0]!.toUpperCase() + place.slice(1);
  const error = unparsed(section);
  return error === null
    ? `${where} failed with ${section.message}; the rest of the cell was not run.`
    : `${where} cannot be parsed (${error}); the cell was not run.`;
}

/** One for each run of statements; in a notebook, where there are many, one for each reason. */
function leftOutWarnings(
  leftOut: readonly LeftOut[],
  cells: readonly CellLines[] | null,
): readonly Warning[] {
  const groups = grouped(leftOut, cells);
  const reasons = cells === null ? groups : [...new Map(groups.map((one) => [one.reason, one])).values()];
  return reasons.map((one) => {
    const own = cells === null ? [one] : groups.filter(({ reason }) => reason === one.reason);
    const places = own.map(({ line, endLine }) => lineWords(line, endLine, cells));
    const [first = '', ...others] = places;
    const all = [first, ...others.map((place) => place.toLowerCase())].join('; ');
    const several = own.length > 1 || own[0]!.count > 1;
    const verb = own.length > 1 || /lines/i.test(all) ? 'were' : 'was';
    return {
      code: 'left-out',
      message: `${all} ${verb} not run: ${several ? plural(one.reason) : one.reason}.`,
      line: own[0]!.line,
    };
  });
}

/** Statements next to each other that were left out for the same reason, as one. */
function grouped(
  leftOut: readonly LeftOut[],
  cells: readonly CellLines[] | null,
): readonly (LeftOut & { readonly count: number })[] {
  const groups: (LeftOut & { readonly count: number })[] = [];
  for (const { line, endLine, reason } of leftOut) {
    const last = groups.at(-1);
    // A blank line or a comment between them does not part them.
    const together =
      last?.reason === reason &&
      line <= last.endLine + 3 &&
      (cells === null || cellAt(cells, line).cell === cellAt(cells, last.line).cell);
    if (last && together) groups[groups.length - 1] = { ...last, endLine, count: last.count + 1 };
    else groups.push({ line, endLine, reason, count: 1 });
  }
  return groups;
}

/** "it plots" → "they plot", "it is a loop" → "each is a loop". */
function plural(reason: string): string {
  return reason.replace(/^it (?:is\b|(\w+)s\b)/, (_, verb: string | undefined) =>
    verb === undefined ? 'each is' : `they ${verb}`,
  );
}

type Told = BindNote & { readonly both?: boolean };

/** What both the cost and the gradient do to the same parameters is said once. */
function together(notes: readonly BindNote[]): readonly Told[] {
  const merged: Told[] = [];
  for (const note of notes) {
    const at = merged.findIndex((one) => one.kind === note.kind && one.names.join() === note.names.join());
    if (at < 0) merged.push(note);
    else merged[at] = { ...note, both: true };
  }
  return merged;
}

function by({ both, by: one }: Extract<Told, { readonly by: string }>): string {
  return both ? 'cost and the gradient' : one;
}

function noteText(note: Told): string {
  const names = note.names.join(', ');
  const several = note.names.length > 1;
  const verb = (word: string): string => (note.both ? word : `${word}s`);
  switch (note.kind) {
    case 'promoted':
      return `${names} ${several ? 'were' : 'was'} promoted from ${note.dtype} to float64 for the check.`;
    case 'mutated':
      return `The ${by(note)} ${verb('change')} ${names} in place; ${several ? 'they were' : 'it was'} restored before each evaluation.`;
    case 'replaced':
      return `The ${by(note)} ${verb('replace')} ${names}; ${several ? 'they were' : 'it was'} put back before each evaluation.`;
    case 'tied':
      return `${names} are one array; its gradient is the sum over all of its uses.`;
  }
}
