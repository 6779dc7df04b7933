import { scalar, union, unknown, type Value } from './values';

/** What an operation on data and statistics gives: data that statistics are taken off from, or divided by, say so. */
export function combined(operator: string, left: Value, right: Value): Value {
  if (!/^(\+|-|\*|\/|\*\*|\/\/)$/.test(operator)) return unknown;
  if (left.kind === 'data') {
    if (right.kind === 'statistic' && /^[-*/]$/.test(operator))
      return { ...left, applied: union(left.applied, right.of) };
    if (right.kind === 'data' && /^[+*]$/.test(operator) && left.versions.length + right.versions.length < 20)
      return {
        ...left,
        versions: [...new Set([...left.versions, ...right.versions])],
        applied: union(left.applied, right.applied),
      };
    return left;
  }
  if (left.kind === 'statistic') {
    if (right.kind === 'statistic') return { kind: 'statistic', of: union(left.of, right.of) };
    if (right.kind === 'data' && /^[-*]$/.test(operator))
      return { ...right, applied: union(right.applied, left.of) };
    return left;
  }
  if (right.kind === 'statistic') return right;
  if (right.kind === 'data') return operator === '/' ? unknown : right;
  return left.kind === 'scalar' && right.kind === 'scalar' ? scalar : unknown;
}
