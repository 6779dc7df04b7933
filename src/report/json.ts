import type { Interval, Report } from '../protocol/report';

/**
 * The report as a JSON file, described by `schemas/check.schema.json`: without the whole-tensor arrays, intervals as
 * pairs, numbers that are not finite as text.
 */
export function reportToJson(report: Report): string {
  return `${JSON.stringify(report, replace, 2)}\n`;
}

function replace(key: string, value: unknown): unknown {
  if (key === 'arrays') return undefined;
  if (key === 'interval') return [(value as Interval).low, (value as Interval).high];
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}
