import type { GradientPanelState } from '../../src/protocol/panels';
import type { CheckReport, Report, TensorReport } from '../../src/protocol/report';
import { toFloat64, toNumber } from '../shared/numbers';

/** The state as it was before it travelled: typed arrays are typed arrays again, lost numbers are NaN. */
export function received(state: GradientPanelState): GradientPanelState {
  return state.kind === 'report' ? { ...state, report: receivedReport(state.report) } : state;
}

function receivedReport(report: Report): Report {
  return { ...report, checks: report.checks.map(receivedCheck) };
}

function receivedCheck(check: CheckReport): CheckReport {
  return {
    ...check,
    relativeDifference: toNumber(check.relativeDifference),
    noise: toNumber(check.noise),
    cost: toNumber(check.cost),
    seconds: toNumber(check.seconds),
    tensors: check.tensors.map(receivedTensor),
  };
}

function receivedTensor(tensor: TensorReport): TensorReport {
  const computed = toFloat64(tensor.arrays?.computed);
  const numerical = toFloat64(tensor.arrays?.numerical);
  const size = tensor.shape.reduce((product, length) => product * length, 1);
  const whole = computed?.length === size && numerical?.length === size;
  return {
    ...tensor,
    relativeDifference: toNumber(tensor.relativeDifference),
    interval: { low: toNumber(tensor.interval.low), high: toNumber(tensor.interval.high) },
    resolution: toNumber(tensor.resolution),
    step: toNumber(tensor.step),
    arrays: whole ? { computed, numerical, kinkIndices: tensor.arrays?.kinkIndices ?? [] } : null,
    mismatched: {
      ...tensor.mismatched,
      components: tensor.mismatched.components.map((component) => ({
        index: component.index,
        computed: toNumber(component.computed),
        numerical: toNumber(component.numerical),
      })),
    },
  };
}
