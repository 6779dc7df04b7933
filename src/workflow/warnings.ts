import type { Warning } from '../core/binding/binding';
import type { LeftOut } from '../core/binding/inventory';
import type { BindNote } from '../protocol/host';

/** What a user should know about how the check was run, in sentences. */

export interface Notes {
  readonly notes: readonly BindNote[];
  readonly reseeded: boolean;
  readonly standIns: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

export function noteWarnings({ notes, reseeded, standIns, leftOut }: Notes): readonly Warning[] {
  return [
    ...leftOut.map(({ line, endLine, reason }) => ({
      code: 'left-out',
      message: `${line === endLine ? `Line ${line} was` : `Lines ${line}–${endLine} were`} not run: ${reason}.`,
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
    ...notes.map((note) => ({ code: note.kind, message: noteText(note), line: null })),
  ];
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
