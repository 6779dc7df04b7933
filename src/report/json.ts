import type { Report } from '../protocol/report';

/** The report as a JSON file: without the whole-tensor arrays, numbers that are not finite as text. */
export function reportToJson(report: Report): string {
  return `${JSON.stringify(report, replace, 2)}\n`;
}

function replace(key: string, value: unknown): unknown {
  if (key === 'arrays') return undefined;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}
