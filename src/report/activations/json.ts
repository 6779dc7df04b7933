import type { ActivationReport, WhatIf } from '../../protocol/activations';

/**
 * The report as a JSON file, described by `schemas/activations.schema.json`: typed arrays as lists, numbers that are not
 * finite as text. With weights made anew, if that was asked, as `whatIf`.
 */
export function activationsToJson(report: ActivationReport, whatIf: WhatIf | null = null): string {
  const all = whatIf === null ? report : { ...report, whatIf };
  return `${JSON.stringify(all, shown, 2)}\n`;
}

function shown(_key: string, value: unknown): unknown {
  if (value instanceof Float64Array) return Array.from(value);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
