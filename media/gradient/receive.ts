import type { GradientPanelState } from '../../src/protocol/panels';
import type { CheckReport, Report, TensorReport } from '../../src/protocol/report';
import type { Coverage } from '../../src/core/gradient/coverage';
import type { StepSweep } from '../../src/core/gradient/stepSweep';
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
    stepSweep: tensor.stepSweep && receivedSweep(tensor.stepSweep),
    coverage: tensor.coverage && receivedCoverage(tensor.coverage),
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

function receivedSweep(sweep: StepSweep): StepSweep {
  return {
    steps: sweep.steps.map(toNumber),
    curves: sweep.curves.map(({ scheme, errors }) => ({ scheme, errors: errors.map(toNumber) })),
    reference: toNumber(sweep.reference),
    referenceError: toNumber(sweep.referenceError),
    rounding: sweep.rounding.map(toNumber),
    chosen: toNumber(sweep.chosen),
  };
}

function receivedCoverage(coverage: Coverage): Coverage {
  const { low, high } = coverage.relativeDifference;
  return {
    ...coverage,
    relativeDifference: { low: toNumber(low), high: toNumber(high) },
    blocks: coverage.blocks.map((block) => ({
      ...block,
      low: toNumber(block.low),
      high: toNumber(block.high),
    })),
  };
}
