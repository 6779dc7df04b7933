import { auditedSchemes, type AuditedScheme, type InitializationAudit } from '../schemes';
import { isWithin, looksRandom, type AuditedLayer } from './auditLayer';

/** Share of right layers beyond three standard errors. */
const beyond = 0.0027;
/** How often more layers than allowed may miss, of a network whose scheme is right. */
const falseAlarm = 0.005;
/** Of those that miss: five instead of three standard errors. */
const farthest = 5 / 3;

/**
 * The schemes that agree in all layers; in deep networks one layer or another may miss as chance has it. Where none agrees
 * with all, those that agree with all but the last: many people start the output layer in another way.
 */
export function schemesInUse(layers: readonly AuditedLayer[]): readonly AuditedScheme[] {
  const all = agreeing(layers);
  return all.length > 0 || layers.length < 2 ? all : agreeing(layers.slice(0, -1));
}

function agreeing(layers: readonly AuditedLayer[]): readonly AuditedScheme[] {
  if (layers.length === 0 || !layers.every(({ weights }) => looksRandom(weights))) return [];
  const allowed = allowedMisses(layers.length);
  return auditedSchemes.filter((_, i) => {
    const misses = layers.filter(({ audit }) => !audit.ratios[i]!.agrees);
    const near = misses.every(({ audit }) => isWithin(audit.ratios[i]!.ratio, farthest * audit.halfWidth));
    return near && misses.length <= allowed;
  });
}

/** The k with P(more than k of n layers miss) below `falseAlarm`, by Poisson's law. */
function allowedMisses(layers: number): number {
  const mean = beyond * layers;
  let term = Math.exp(-mean);
  let sum = term;
  let misses = 0;
  while (1 - sum > falseAlarm) {
    misses++;
    term *= mean / misses;
    sum += term;
  }
  return misses;
}

/**
 * The standard deviation that all layers share whatever their fan-in, as `* 0.01` gives it; a number of one digit if that
 * is within the error. Null where it differs, or weights are not as if drawn.
 */
export function constantScaleOf(layers: readonly AuditedLayer[]): number | null {
  if (layers.length < 2 || !layers.every(({ weights }) => looksRandom(weights))) return null;
  let count = 0;
  let square = 0;
  for (const { weights } of layers) {
    count += weights.statistics.count;
    square += weights.statistics.count * weights.statistics.rms ** 2;
  }
  const shared = Math.sqrt(square / count);
  const same = layers.every(({ audit }) => isWithin(audit.scale / shared, audit.halfWidth));
  if (!same || shared === 0) return null;
  return rounded(shared, count);
}

/** The multiple of the scheme that all layers ask for, where it is the same in all of them. */
export function multipleOf(layers: readonly AuditedLayer[]): InitializationAudit['multiple'] {
  const scheme = layers[0]?.audit.fitting ?? null;
  if (scheme === null || layers.length < 2) return null;
  if (!layers.every(({ weights, audit }) => audit.fitting === scheme && looksRandom(weights))) return null;
  const all = layers.map(({ weights, audit }) => ({
    count: weights.statistics.count,
    ratio: audit.ratios.find((one) => one.scheme === scheme)!.ratio,
    halfWidth: audit.halfWidth,
  }));
  const count = all.reduce((sum, one) => sum + one.count, 0);
  const shared = Math.sqrt(all.reduce((sum, one) => sum + one.count * one.ratio ** 2, 0) / count);
  if (!all.every(({ ratio, halfWidth }) => isWithin(ratio / shared, farthest * halfWidth))) return null;
  return { scheme, factor: rounded(shared, count) };
}

/** A number of one digit, if that is within the error of a scale measured with so many weights. */
function rounded(value: number, count: number): number {
  const round = Number(value.toPrecision(1));
  return Math.abs(round / value - 1) <= 3 / Math.sqrt(2 * count) ? round : value;
}
