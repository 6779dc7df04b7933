import type { ActivationReport } from '../../protocol/activations';

/** The report as a JSON file: typed arrays as lists, numbers that are not finite as text. */
export function activationsToJson(report: ActivationReport): string {
  return `${JSON.stringify(report, shown, 2)}\n`;
}

function shown(_key: string, value: unknown): unknown {
  if (value instanceof Float64Array) return Array.from(value);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
