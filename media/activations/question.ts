import { auditedSchemes, type AuditedScheme, type Reinitialization } from '../../src/core/activation/schemes';
import { fieldsOf } from './arrangement';
import { schemeNames } from './words';

/** What the reader has put into the fields of "What if". */
export interface Question {
  readonly way: Way;
  readonly factor: number;
}

/** The schemes by name, and the other ways by kind. */
export const ways = [...auditedSchemes, 'orthogonal', 'lsuv', 'identity', 'factor'] as const;
export type Way = AuditedScheme | 'orthogonal' | 'lsuv' | 'identity' | 'factor';

export const freshQuestion: Question = { way: 'he', factor: 1 };

export function restoredQuestion(kept: unknown): Question {
  const { way, factor } = fieldsOf(kept);
  return {
    way: ways.find((one) => one === way) ?? freshQuestion.way,
    factor: typeof factor === 'number' && isFactor(factor) ? factor : freshQuestion.factor,
  };
}

export function isFactor(factor: number): boolean {
  return Number.isFinite(factor) && factor !== 0 && Math.abs(factor) <= 1e6;
}

export function wayText(way: Way): string {
  switch (way) {
    case 'lsuv':
      return 'LSUV (orthogonal, then each layer to variance 1)';
    case 'identity':
      return 'c · I';
    case 'factor':
      return 'the present weights × c';
    default:
      return schemeNames[way];
  }
}

export function asReinitialization({ way, factor }: Question): Reinitialization {
  switch (way) {
    case 'lsuv':
      return { kind: 'lsuv' };
    case 'identity':
    case 'factor':
      return { kind: way, factor };
    default:
      return { kind: 'scheme', scheme: way, factor };
  }
}

/** What a sweep of the factor is of; null where there is no factor to sweep. */
export function sweptScheme(way: Way): AuditedScheme | 'orthogonal' | 'present' | null {
  if (way === 'factor') return 'present';
  return way === 'lsuv' || way === 'identity' ? null : way;
}
