import type { Inventory } from './inventory';
import { looksLikeParameter } from './names';
import { isNumeric, leavesOf, partName } from './values';

/**
 * Says of an array that is called like a parameter, and holds no real numbers, what it holds.
 * @param among only of arrays of these names; null for any
 */
export function unusableParameter(
  { values }: Inventory,
  among: readonly string[] | null = null,
): string | null {
  for (const { name, value } of values)
    for (const { path, value: leaf } of leavesOf(value, 4)) {
      const part = path.at(-1);
      const own = part === undefined ? name : String(partName(part));
      if (leaf.type !== 'array' || isNumeric(leaf) || !looksLikeParameter(own)) continue;
      if (among !== null && !among.includes(own)) continue;
      const how = leaf.dtype.startsWith('complex')
        ? 'Take its real and imaginary parts as two parameters'
        : 'Make it real, as `.astype(float)` does';
      return `the parameter \`${own}\` is an array of ${leaf.dtype}, and gradients are checked for real numbers. ${how}.`;
    }
  return null;
}
