import type { Warning } from '../core/binding/binding';
import type { LeftOut } from '../core/binding/inventory';
import type { BindNote } from '../protocol/host';

/** What a user should know about how the check was run, in sentences. */

export interface Notes {
  readonly notes: readonly BindNote[];
  readonly reseeded: boolean;
  readonly standIns: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** Tensors of zeros, if there are no others. */
  readonly zero: readonly string[];
}

export function noteWarnings({ notes, reseeded, standIns, leftOut, zero }: Notes): readonly Warning[] {
  return [
    ...grouped(leftOut).map(({ line, endLine, reason, count }) => ({
      code: 'left-out',
      message:
        line === endLine
          ? `Line ${line} was not run: ${reason}.`
          : `Lines ${line}–${endLine} were not run: ${count > 1 ? plural(reason) : reason}.`,
      line,
    })),
    ...standIns.map((name) => ({
      code: 'stand-in',
      message: `${name} is not installed; its calls do nothing during the check.`,
      line: null,
    })),
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
    ...notes.map((note) => ({ code: note.kind, message: noteText(note), line: null })),
  ];
}

/** Statements next to each other that were left out for the same reason, as one. */
function grouped(leftOut: readonly LeftOut[]): readonly (LeftOut & { readonly count: number })[] {
  const groups: (LeftOut & { readonly count: number })[] = [];
  for (const { line, endLine, reason } of leftOut) {
    const last = groups.at(-1);
    // A blank line or a comment between them does not part them.
    if (last && last.reason === reason && line <= last.endLine + 3)
      groups[groups.length - 1] = { ...last, endLine, count: last.count + 1 };
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

function noteText(note: BindNote): string {
  const names = note.names.join(', ');
  const several = note.names.length > 1;
  switch (note.kind) {
    case 'promoted':
      return `${names} ${several ? 'were' : 'was'} promoted from ${note.dtype} to float64 for the check.`;
    case 'mutated':
      return `The ${note.by} changes ${names} in place; ${several ? 'they were' : 'it was'} restored before each evaluation.`;
    case 'replaced':
      return `The ${note.by} replaces ${names}; ${several ? 'they were' : 'it was'} put back before each evaluation.`;
    case 'tied':
      return `${names} are one array; its gradient is the sum over all of its uses.`;
  }
}
