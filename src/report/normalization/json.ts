import { constancies, quantileLevels, type SplitStatistics } from '../../core/normalization/splitStatistics';
import { normalizationKinds } from '../../core/normalization/verdicts';
import type { NormalizationReport } from '../../protocol/normalization';

/** Histograms of more features than this are left out. */
export const mostHistograms = 1000;

/**
 * The report as a JSON file, described by `schemas/normalization.schema.json`: per-feature values as lists of numbers, each
 * on one line; kinds in words; numbers that are not finite as text. The sample of examples is left out, and so are the
 * histograms of more than 1,000 features.
 */
export function normalizationToJson(report: NormalizationReport): string {
  const { sample, splits, featureKinds, overall, ...rest } = report;
  const withHistograms = report.features <= mostHistograms;
  const shown = {
    ...rest,
    sampledExamples: sample.examples,
    quantileLevels,
    overall: {
      ...overall,
      counts: Object.fromEntries(normalizationKinds.map((kind, at) => [kind, overall.counts[at]])),
    },
    featureKinds: Array.from(featureKinds, (kind) => normalizationKinds[kind]),
    splits: splits.map(({ statistics, raw, ...split }) => ({
      ...split,
      statistics: statisticsShown(statistics, withHistograms),
      raw: raw && { name: raw.name, statistics: statisticsShown(raw.statistics, withHistograms) },
    })),
  };
  return `${written(shown, '')}\n`;
}

function statisticsShown(statistics: SplitStatistics, withHistograms: boolean): unknown {
  const { features, quantiles, histogram, constancy, whole } = statistics;
  const levels = quantileLevels.length;
  return {
    ...statistics,
    whole: Array.from(whole, (one) => one === 1),
    constancy: Array.from(constancy, (code) => constancies[code]),
    quantiles: rows(quantiles, features, levels),
    histogram: withHistograms
      ? {
          bins: histogram.bins,
          from: histogram.from,
          width: histogram.width,
          counts: rows(histogram.counts, features, histogram.bins),
        }
      : null,
  };
}

function rows(values: Float64Array | Uint32Array, count: number, width: number): readonly (typeof values)[] {
  return Array.from({ length: count }, (_, at) => values.subarray(at * width, (at + 1) * width));
}

/** JSON with two spaces of indent, and with lists of plain values on one line. */
function written(value: unknown, indent: string): string {
  if (ArrayBuffer.isView(value)) return written(Array.from(value as Float64Array), indent);
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => written(item, inner));
    const plain = value.every((item) => typeof item !== 'object' || item === null);
    if (plain) return `[${items.join(', ')}]`;
    return `[\n${items.map((item) => inner + item).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${written(item, inner)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}
