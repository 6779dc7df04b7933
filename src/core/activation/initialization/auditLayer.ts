import type { ActivationFunction, Layer, LayerWeights } from '../network';
import type { ArrayStatistics } from '../record';
import { auditedSchemes, type AuditedScheme, type LayerAudit } from '../schemes';
import { schemeDeviation } from './deviations';

/** Standard errors of s that a layer may be away from a scheme: 0.3% of right ones are farther. */
const standardErrors = 3;

/** Share of weights that may be exactly zero where a scheme made them. */
const mostZeros = 0.1;

/** A layer with its weights held against the schemes. */
export interface AuditedLayer {
  readonly layer: Layer;
  readonly weights: LayerWeights;
  readonly audit: LayerAudit;
}

/** Null where there are no weights, or none that could be compared. */
export function auditLayer(layer: Layer): AuditedLayer | null {
  const { weights } = layer;
  if (weights === null) return null;
  const { statistics, fanIn, fanOut } = weights;
  const scale = statistics.rms;
  if (!Number.isFinite(scale) || statistics.nan + statistics.infinite > 0) return null;
  const halfWidth = standardErrors / Math.sqrt(2 * statistics.count);
  // No scheme draws exact zeros: c·I and masked weights may have a scheme's scale by chance.
  const isDrawn = statistics.zeros <= mostZeros * statistics.count;
  const ratios = auditedSchemes.map((scheme) => {
    const expected = schemeDeviation(scheme, fanIn, fanOut);
    const ratio = scale / expected;
    return { scheme, expected, ratio, agrees: isDrawn && isWithin(ratio, halfWidth) };
  });
  const fitting = fittingScheme(layer.activationFunction?.name ?? null);
  const audit = { layer: layer.number, scale, halfWidth, ratios, fitting, trouble: troubleOf(weights) };
  return { layer, weights, audit };
}

/** As far above 1 as below: of a few weights, whose half width is near 1, nothing near zero is within. */
export function isWithin(ratio: number, halfWidth: number): boolean {
  return ratio <= 1 + halfWidth && ratio >= 1 / (1 + halfWidth);
}

/** Softmax has no scheme of its own: it ends a network. */
function fittingScheme(activation: ActivationFunction | null): AuditedScheme | null {
  switch (activation) {
    case 'relu':
    case 'leaky-relu':
    case 'elu':
    case 'gelu':
    case 'silu':
      return 'he';
    case 'tanh':
    case 'sigmoid':
    case 'softplus':
    case 'identity':
      return 'xavier';
    case 'softmax':
    case null:
      return null;
  }
}

/** What keeps units alike; a single unit has none to be alike. */
function troubleOf({ statistics, fanOut, symmetric }: LayerWeights): LayerAudit['trouble'] {
  if (statistics.zeros === statistics.count) return 'zero';
  if (fanOut < 2) return null;
  if (statistics.least === statistics.greatest) return 'constant';
  return symmetric ? 'symmetric' : null;
}

/** One in this many layers of random weights may look trained. */
const falseAlarm = 1e-5;

/**
 * False where weights cannot be as a scheme makes them: their mean is not zero, or the largest is too large for a normal
 * distribution. These are trained, or made in another way, and their scale says nothing about a scheme.
 */
export function looksRandom({ statistics }: LayerWeights): boolean {
  const { count, rms, least, greatest } = statistics;
  const farthest = Math.sqrt(2 * Math.log(count / falseAlarm));
  return hasZeroMean(statistics) && Math.max(-least, greatest) <= farthest * rms;
}

/** The mean is within what chance makes of zero. */
export function hasZeroMean({ mean, rms, count }: ArrayStatistics): boolean {
  return Math.abs(mean) <= (4.5 * rms) / Math.sqrt(count);
}
