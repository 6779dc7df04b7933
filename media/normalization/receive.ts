import type { Descent } from '../../src/core/normalization/conditioning';
import type { NormalizationPanelState } from '../../src/protocol/normalizationPanel';
import type { NormalizationReport } from '../../src/protocol/normalization';
import { toNumber } from '../shared/numbers';

/** The state as it was before it travelled: typed arrays arrive as they are, lost numbers are NaN. */
export function received(state: NormalizationPanelState): NormalizationPanelState {
  return state.kind === 'report' ? { ...state, report: receivedReport(state.report) } : state;
}

function receivedReport(report: NormalizationReport): NormalizationReport {
  const { provenance, conditioning, overall } = report;
  return {
    ...report,
    overall: { ...overall, spread: toNumber(overall.spread) },
    provenance: provenance && {
      ...provenance,
      splits: provenance.splits.map((split) => ({
        ...split,
        roundOff: toNumber(split.roundOff),
        samplingNoise: toNumber(split.samplingNoise),
        residuals: {
          training: toNumber(split.residuals.training),
          own: toNumber(split.residuals.own),
          pooled: toNumber(split.residuals.pooled),
        },
      })),
    },
    conditioning: conditioning && {
      ...conditioning,
      before: receivedDescent(conditioning.before),
      after: receivedDescent(conditioning.after),
    },
  };
}

function receivedDescent(descent: Descent): Descent {
  return {
    ...descent,
    conditionNumber: toNumber(descent.conditionNumber),
    largestStableRate: toNumber(descent.largestStableRate),
    bestRate: toNumber(descent.bestRate),
    predictedSteps: toNumber(descent.predictedSteps),
  };
}
