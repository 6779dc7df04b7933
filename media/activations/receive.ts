import type { FormatLimit, Growth } from '../../src/core/activation/growth';
import type { Layer, LayerArray, Network } from '../../src/core/activation/network';
import type { Profile } from '../../src/core/activation/profile';
import type { ArrayStatistics } from '../../src/core/activation/record';
import type { InitializationAudit } from '../../src/core/activation/schemes';
import type { ActivationReport, FactorSweep } from '../../src/protocol/activations';
import type { ActivationsPanelState, Questions } from '../../src/protocol/activationsPanel';
import { toFloat64, toNumber } from '../shared/numbers';

/** What was sent, as it was before it travelled: typed arrays arrive as they are, lost numbers are NaN. */
export function received(state: ActivationsPanelState): ActivationsPanelState {
  if (state.kind !== 'report') return state;
  return {
    ...state,
    report: receivedReport(state.report),
    questions: receivedQuestions(state.questions),
  };
}

export function receivedQuestions(questions: Questions): Questions {
  const { whatIf, sweep } = questions;
  return {
    ...questions,
    whatIf: whatIf && { ...whatIf, profile: whatIf.profile && receivedProfile(whatIf.profile) },
    sweep: sweep && receivedSweep(sweep),
  };
}

function receivedReport(report: ActivationReport): ActivationReport {
  return {
    ...report,
    profile: receivedProfile(report.profile),
    audit: report.audit && receivedAudit(report.audit),
    edges: toFloat64(report.edges) ?? new Float64Array(),
  };
}

function receivedProfile(profile: Profile): Profile {
  return {
    ...profile,
    network: receivedNetwork(profile.network),
    forward: receivedGrowth(profile.forward),
    backward: receivedGrowth(profile.backward),
    limits: profile.limits.map((limit): FormatLimit => ({ ...limit, layer: toNumber(limit.layer) })),
  };
}

function receivedGrowth(growth: Growth): Growth {
  const pair = ([low, high]: readonly [number, number]) => [toNumber(low), toNumber(high)] as const;
  return {
    ...growth,
    perLayer: toNumber(growth.perLayer),
    interval: pair(growth.interval),
    exponent: growth.exponent && {
      value: toNumber(growth.exponent.value),
      interval: pair(growth.exponent.interval),
    },
    total: toNumber(growth.total),
  };
}

function receivedNetwork(network: Network): Network {
  return { ...network, input: receivedArray(network.input), layers: network.layers.map(receivedLayer) };
}

function receivedLayer(layer: Layer): Layer {
  const { weights, biases } = layer;
  return {
    ...layer,
    weights: weights && { ...weights, statistics: receivedStatistics(weights.statistics) },
    biases: biases && { ...biases, statistics: receivedStatistics(biases.statistics) },
    preActivation: receivedArray(layer.preActivation),
    activation: receivedArray(layer.activation),
    preActivationGradient: receivedArray(layer.preActivationGradient),
    activationGradient: receivedArray(layer.activationGradient),
  };
}

function receivedArray(array: LayerArray | null): LayerArray | null {
  return array && { ...array, statistics: receivedStatistics(array.statistics) };
}

function receivedStatistics(statistics: ArrayStatistics): ArrayStatistics {
  const { mean, rms, deviation, least, greatest, percentiles } = statistics;
  return {
    ...statistics,
    mean: toNumber(mean),
    rms: toNumber(rms),
    deviation: toNumber(deviation),
    least: toNumber(least),
    greatest: toNumber(greatest),
    percentiles: toFloat64(percentiles) ?? new Float64Array(),
  };
}

function receivedAudit(audit: InitializationAudit): InitializationAudit {
  return {
    ...audit,
    layers: audit.layers.map((layer) => ({
      ...layer,
      scale: toNumber(layer.scale),
      ratios: layer.ratios.map((one) => ({
        ...one,
        expected: toNumber(one.expected),
        ratio: toNumber(one.ratio),
      })),
    })),
    predicted: toFloat64(audit.predicted) ?? new Float64Array(),
  };
}

function receivedSweep(sweep: FactorSweep): FactorSweep {
  return {
    ...sweep,
    points: sweep.points.map((point) => ({
      ...point,
      activation: toNumber(point.activation),
      gradient: toNumber(point.gradient),
      forwardGrowth: toNumber(point.forwardGrowth),
      backwardGrowth: toNumber(point.backwardGrowth),
    })),
  };
}
