/** Fields that stand for a value that is not there. */
const missing = /^\s*(?:|na|n\/a|nan|null|none|\?|#n\/a)\s*$/i;
const infinite = /^\s*([+-]?)inf(?:inity)?\s*$/i;

/** The number that a field holds, NaN where it is missing, null where it is text. */
export function numberOf(field: string): number | null {
  const value = Number(field);
  // An empty field would be 0, and the rest of what is not a number may stand for one that is missing.
  if (value === value && (value !== 0 || /\d/.test(field))) return value;
  if (missing.test(field)) return NaN;
  const match = infinite.exec(field);
  if (match === null) return null;
  return match[1] === '-' ? -Infinity : Infinity;
}

export function isMissing(field: string): boolean {
  return missing.test(field);
}
