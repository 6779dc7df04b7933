import type { PathPart, PlannedTensor } from '../core/binding/plan';
import type { TensorCheck } from '../core/gradient/assess';
import {
  commonName,
  epsilonText,
  explainCheck,
  explainTensor,
  listed,
  onPurpose,
  namedFactor,
  unravel,
  zeroedText,
  type Together,
} from '../core/gradient/explain';
import { penaltyText } from '../core/gradient/regularization';
import type { Counts } from '../core/gradient/constantFactor';
import { roundingNote } from '../core/gradient/roundingNote';
import { wrongShare } from '../core/gradient/contributions';
import type { Place } from '../core/place';
import { decodeFloat64 } from '../hosts/float64';
import type { TracedGradient } from '../protocol/host';
import type { CheckReport, Diagnosis, TensorReport } from '../protocol/report';
import type { Checked } from './checkBinding';

const mostComponents = 1000;

/** The report of one check of a file. `expectations` are the model file's own declarations, by line. */
export function assembleCheck(checked: Checked, expectations: ReadonlyMap<number, string>): CheckReport {
  const { binding, file, model, check } = checked;
  const { strengths } = checked;
  const counts: Counts = { examples: binding.examples, classes: binding.classes, strengths };
  const tensors = check.tensors.map((one) => tensorReport(one, checked, counts, expectations));
  const { subject } = binding;
  const unusual = tensors.filter(({ verdict }) => verdict !== 'correct');
  return {
    subject,
    at: checked.at,
    verdict: check.verdict,
    expected: unusual.length > 0 && unusual.every(({ expected }) => expected !== null),
    reason: [
      explainCheck(
        check,
        tensors.map((tensor) => tensor.gradientName),
        tensors.map((tensor) => tensor.reason),
        counts,
        { subject, file },
        tensors.map(({ expected }) => expected),
        together(checked, counts),
      ),
      ...frozenAdvice(checked, tensors),
      roundingNote(
        check,
        tensors.map((tensor) => tensor.gradientName),
      ),
    ]
      .filter((sentence) => sentence !== null)
      .join(' '),
    relativeDifference: check.relativeDifference,
    parameterCount: check.tensors.reduce((sum, { tensor }) => sum + model.tensors[tensor]!.size, 0),
    method: check.method,
    scheme: check.scheme,
    evaluations: checked.evaluations,
    seconds: checked.seconds,
    noise: check.noise,
    cost: check.cost,
    tensors,
    diagnoses: diagnoses(checked, tensors, counts),
  };
}

/** Gradients that lack, or hold, the same regularization term, or that the same ε or zeros explain. */
function together({ penalties, check, model }: Checked, counts: Counts): readonly Together[] {
  const zeroed = [...check.tensors.keys()].filter((i) => check.tensors[i]!.decision.rule === 'zeroed');
  if (zeroed.length > 1)
    return [
      {
        tensors: zeroed,
        reason: zeroedText(zeroed.map((i) => check.tensors[i]!.zeroed!)) + onPurpose,
        kind: 'zero',
      },
    ];
  const besides = [...check.tensors.keys()].filter((i) => check.tensors[i]!.decision.rule === 'epsilon');
  if (besides.length > 1)
    return [
      { tensors: besides, reason: epsilonText(check.tensors[besides[0]!]!, 'are'), kind: 'unexplained' },
    ];
  return penalties
    .filter(({ tensors }) => tensors.length > 1)
    .map((penalty): Together => {
      const names = penalty.tensors.map((i) => model.tensors[check.tensors[i]!.tensor]!.name);
      return {
        tensors: penalty.tensors,
        reason: penaltyText(penalty, names, counts),
        kind: 'regularization',
      };
    });
}

/** What to do about gradients that are zero, or have rows of zeros, where others of the model are not, if that is meant. */
function frozenAdvice({ check, file }: Checked, tensors: readonly TensorReport[]): readonly string[] {
  const zero = check.tensors.flatMap(({ computed, mismatched, decision, zeroed }, i) => {
    const { location, expected, gradientName } = tensors[i]!;
    const isLost = computed !== null && mismatched.length > 0 && mismatched.every((at) => computed[at] === 0);
    const isOpen = decision.verdict === 'wrong' && zeroed === undefined && expected === null;
    return isLost && isOpen && location?.file === file ? [gradientName] : [];
  });
  if (zero.length === 0 || zero.length === tensors.length) return [];
  const are = zero.length > 1 ? 'are' : 'is';
  return [
    `If ${listed(zero)} ${are} zero there on purpose, as of what is not trained, say so where ${zero.length > 1 ? 'they are' : 'it is'} made: \`gradient-lens: expected: frozen\` in a comment.`,
  ];
}

/** What the regularization that a gradient lacks, or holds, makes of it; null if that does not explain it. */
function penaltyReason(
  one: TensorCheck,
  { penalties, check, model }: Checked,
  counts: Counts,
): string | null {
  const index = check.tensors.indexOf(one);
  const penalty = penalties.find(({ tensors }) => tensors.includes(index));
  return penalty === undefined ? null : penaltyText(penalty, [model.tensors[one.tensor]!.name], counts);
}

function tensorReport(
  one: TensorCheck,
  checked: Checked,
  counts: Counts,
  expectations: ReadonlyMap<number, string>,
): TensorReport {
  const tensor = checked.model.tensors[one.tensor]!;
  const { relativeDifference, relativeResolution } = one.decision;
  const margin = 3 * relativeResolution;
  const bounds = one.coverage?.relativeDifference ?? { low: relativeDifference, high: relativeDifference };
  const factor = namedFactor(one, counts) ? one.fit!.factor : null;
  const made = locate(tensor.name, one, checked);
  const location = one.zeroed
    ? wholeLine({ file: checked.file, line: one.zeroed.line, name: made?.function ?? '' })
    : made;
  // A declaration may stand on any line that makes the gradient.
  const traced = checked.trace.gradients.find((each) => each.tensor === tensor.name);
  const places = [location, made, traced?.made, ...(traced?.changed ?? [])];
  const expected = places
    .filter((place) => place?.file === checked.file)
    .map((place) => expectations.get(place!.line))
    .find((reason) => reason !== undefined);
  const symbolic = checked.trace.symbolic?.find((derivative) => derivative.tensor === tensor.name);
  return {
    name: tensor.name,
    gradientName: gradientNames(checked.binding.plan.tensors)[one.tensor]!,
    shape: tensor.shape,
    verdict: one.decision.verdict,
    reason:
      penaltyReason(one, checked, counts) ??
      explainTensor(one, tensor, counts) + (one.zeroed && expected === undefined ? onPurpose : ''),
    relativeDifference,
    interval: {
      low: Math.max(0, bounds.low - margin),
      high: Math.min(1, bounds.high + margin),
    },
    resolution: relativeResolution,
    step: one.step,
    stepSweep: one.stepSweep,
    coverage: one.coverage,
    kinks: one.kinks.length,
    location,
    expected: expected ?? null,
    mismatched: {
      count: one.mismatched.length,
      exact: one.coverage === null || (one.coverage.complete && !one.coverage.dense),
      components: one.mismatched.slice(0, mostComponents).map((index) => ({
        index: unravel(index, tensor.shape),
        computed: one.computed![index]!,
        numerical: one.numerical![index]!,
      })),
    },
    factor,
    ...(symbolic && {
      symbolic: { expression: symbolic.expression, value: Number(symbolic.value) },
    }),
    arrays:
      one.computed && one.numerical
        ? { computed: one.computed, numerical: one.numerical, kinkIndices: one.kinks }
        : null,
  };
}

/**
 * What the model calls its gradients: a key such as `dW1`, an attribute, or d + the tensor's name; with the path of the
 * tensor, `layers[0].dW`, where several would share a name.
 */
export function gradientNames(tensors: readonly PlannedTensor[]): readonly string[] {
  const names = tensors.map(gradientName);
  return names.map((name, i) => {
    const owner = tensors[i]!.name.replace(/[^.]*$/, '');
    return names.indexOf(name) === names.lastIndexOf(name) ? name : `${owner}${name}`;
  });
}

function gradientName({ name, gradient }: PlannedTensor): string {
  const path = gradient?.from === 'slot' || gradient?.from === 'module' ? gradient.path : undefined;
  const last: PathPart | undefined = path?.[path.length - 1];
  const key = last && ('item' in last ? last.item : last.attribute);
  if (typeof key === 'string' && key !== name && key !== 'grad' && key.length > 1) return key;
  // `layers[0].dW` rather than `dlayers[0].W`.
  return name.replace(/[^.]*$/, (own) => `d${own}`);
}

/**
 * Where the gradient was made; an accumulator of zeros on the line that fills it wrongly, or else first; else the function
 * that returns it.
 */
function locate(tensor: string, check: TensorCheck, { trace, binding }: Checked): Place | null {
  const found = trace.gradients.find((one) => one.tensor === tensor);
  const place = found?.madeZero ? (found.changed[culprit(found, check)] ?? found.made) : found?.made;
  if (place) return place;
  // A parameter that an update moved by something without a name: the update itself.
  const planned = binding.plan.tensors.find(({ name }) => name === tensor);
  const [update] = planned?.gradient?.from === 'change' ? (found?.changed ?? []) : [];
  if (update !== undefined) return update;
  const { backward } = binding;
  return backward && wholeLine(backward);
}

function wholeLine({ file, line, name }: NonNullable<Checked['binding']['backward']>): Place {
  return { file, line, column: 1, endLine: line, endColumn: 1, function: name };
}

function culprit(
  { contributions }: TracedGradient,
  { computed, numerical, mismatched }: TensorCheck,
): number {
  if (contributions === undefined || computed === null || numerical === null) return 0;
  const shares = contributions.map((block) => (block === null ? null : decodeFloat64(block)));
  return wrongShare(computed, numerical, mismatched, shares) ?? 0;
}

function diagnoses(checked: Checked, tensors: readonly TensorReport[], counts: Counts): Diagnosis[] {
  const { check, penalties } = checked;
  const traced = checked.trace.gradients;
  const common = check.verdict === 'wrong' ? commonName(check, counts) : null;
  if (common) {
    const first = [...traced].filter(({ made }) => made).sort((a, b) => a.ordinal - b.ordinal)[0];
    const location = tensors.find(({ name }) => name === first?.tensor)?.location ?? tensors[0]!.location;
    const equals = common.equals && ` (${common.equals})`;
    const reading = common.reading && `: ${common.reading}`;
    const explanation = `Every gradient is ${common.name} × the true gradient${equals}${reading}.`;
    return [{ tensor: null, kind: common.kind, factor: check.commonFactor!.factor, explanation, location }];
  }
  const joint = together(checked, counts);
  const shared = joint.map(({ tensors: members, reason, kind }): Diagnosis => {
    const explanation = `${listed(members.map((i) => tensors[i]!.gradientName))} ${reason}.`;
    const { location } = tensors[members[0]!]!;
    return { tensor: null, kind, factor: null, explanation, location };
  });
  const alone = check.tensors.flatMap((one, i): Diagnosis[] => {
    const report = tensors[i]!;
    if (report.verdict !== 'wrong' || one.obstacle) return [];
    if (joint.some(({ tensors: members }) => members.includes(i))) return [];
    const { name, gradientName, reason, location } = report;
    if (penalties.some(({ tensors: members }) => members.includes(i)))
      return [
        {
          tensor: name,
          kind: 'regularization',
          factor: null,
          explanation: `${gradientName} ${reason}.`,
          location,
        },
      ];
    const named = namedFactor(one, counts);
    const zero = one.computed!.every((value) => value === 0);
    const reading = named?.reading ? ` This is what happens when ${named.reading}.` : '';
    return [
      {
        tensor: name,
        kind: named?.kind ?? (zero ? 'zero' : 'unexplained'),
        factor: named ? one.fit!.factor : null,
        explanation: `${gradientName} ${reason}.${reading}`,
        location,
      },
    ];
  });
  return [...shared, ...alone];
}
