import { count, counted, decimal } from '../../format';
import { lineText } from '../../place';
import type { FormatLimit, Growth, NumberFormat } from '../growth';
import type { UnitHealth } from '../health';
import type { Layer, LayerArray, Network, NonFinite } from '../network';
import type { Profile } from '../profile';
import { lawText, lawWithInterval, limitText, totalText } from './growthText';
import { isPassing } from './passing';
import type { NetworkScales, Scales } from './scalesOf';

export interface Judged {
  readonly network: Network;
  readonly scales: NetworkScales;
  readonly forward: Growth;
  readonly backward: Growth;
  readonly limits: readonly FormatLimit[];
  readonly health: readonly UnitHealth[];
  readonly factor: number;
}

type Verdict = Pick<Profile, 'verdict' | 'sentence'>;

/** The worst that a run shows, and the sentence that answers. */
export function verdictOf(judged: Judged): Verdict {
  return (
    notFinite(judged) ??
    allZero(judged) ??
    allDead(judged) ??
    scaleLost(judged) ??
    zeroByChance(judged) ??
    noGradient(judged) ??
    unhealthy(judged) ??
    uneven(judged) ??
    keptWithInfinity(judged) ??
    kept(judged)
  );
}

function wrong(sentence: string): Verdict {
  return { verdict: 'wrong', sentence };
}

function suspicious(sentence: string): Verdict {
  return { verdict: 'suspicious', sentence };
}

function notFinite({ network, forward, backward }: Judged): Verdict | null {
  const { nonFinite } = network;
  if (nonFinite === null || isPassing(network)) return null;
  const growth = nonFinite.backward ? backward : forward;
  const words = nonFinite.backward ? 'gradients' : 'activations';
  const because = growth.verdict === 'exploding' ? ` Before that ${words} explode: ${lawText(growth)}.` : '';
  return wrong(`${whereNotFinite(nonFinite)}.${because}`);
}

/** It may be meant, as where 1/(1 + e⁻ᶻ) is 0: told, but no reproach. */
function keptWithInfinity(judged: Judged): Verdict | null {
  const { nonFinite } = judged.network;
  if (nonFinite === null) return null;
  const { verdict, sentence } = kept(judged);
  const told = `${whereNotFinite(nonFinite)}, but no activation or gradient is.`;
  return { verdict, sentence: `${sentence} ${told}` };
}

/** `128 of 6 400 values of Z12 are infinite (layer 12, line 34)`. */
function whereNotFinite({ kind, count: bad, of, name, place, layer }: NonFinite): string {
  const where = [layer === null ? '' : `layer ${layer}`, place === null ? '' : lineText(place)].filter(
    (part) => part !== '',
  );
  const values = bad === of ? `All ${count(of)} values` : `${count(bad)} of ${count(of)} values`;
  const verb = bad === 1 && of !== 1 ? 'is' : 'are';
  return `${values} of ${name} ${verb} ${kind === 'nan' ? 'NaN' : 'infinite'}${where.length === 0 ? '' : ` (${where.join(', ')})`}`;
}

/** Weights of 0, not the fault of any unit. The last layer may well start at 0, as a logistic regression does. */
function allZero({ network }: Judged): Verdict | null {
  const layer = network.layers.slice(0, -1).find(({ preActivation }) => isZero(preActivation));
  if (layer === undefined || !isByWeights(layer, network)) return null;
  return wrong(`Z of layer ${layer.number} is exactly 0 for every example, as with weights of 0.`);
}

/** Not by inputs of 0, or by underflow. */
function isByWeights({ number, weights }: Layer, { input, layers }: Network): boolean {
  if (weights !== null) return weights.statistics.zeros === weights.statistics.count;
  const before = number === 1 ? input : layers[number - 2]?.activation;
  return (before?.statistics.rms ?? 0) > 1e-6;
}

function isZero(array: LayerArray | null): boolean {
  return array !== null && array.statistics.count > 0 && array.statistics.zeros === array.statistics.count;
}

function allDead({ health, forward }: Judged): Verdict | null {
  const layers = health.filter(({ rule, share, bad }) => rule === 'dead' && share === 1 && bad);
  const first = layers[0];
  if (first === undefined) return null;
  // Zero at the end of a long way down is underflow, and what vanishes is told instead.
  if (forward.verdict === 'vanishing' && forward.firstBad !== null && forward.firstBad < first.layer)
    return null;
  const units = first.units === null ? 'All units' : `All ${counted(first.units.of, 'unit')}`;
  const more = layers.length === 1 ? '' : ` and of ${counted(layers.length - 1, 'more layer')}`;
  return wrong(
    `${units} of layer ${first.layer}${more} are dead: zero for every example, no gradient passes.`,
  );
}

/** Exploding and vanishing, forward first. */
function scaleLost(judged: Judged): Verdict | null {
  const { forward, backward, scales } = judged;
  const up = lost(judged, forward, scales.forward, 'Activations', 'forward');
  const down = lost(judged, backward, scales.backward, 'Gradients', 'backward');
  if (up === null) return down === null ? null : wrong(`${down}.`);
  if (down === null) return wrong(`${up}.`);
  return wrong(`${up}. ${lostShortly(judged)}.`);
}

function lost(
  { network, limits, health }: Judged,
  growth: Growth,
  scales: Scales,
  subject: string,
  direction: FormatLimit['direction'],
): string | null {
  if (!isLost(growth)) return null;
  if (growth.total === 0) {
    const law = growth.increments < 3 ? '' : `${lawText(growth)}, `;
    const onward = direction === 'forward' ? 'on' : 'back';
    return emptyByChance(health) === undefined
      ? `${subject} vanish: ${law}exactly 0 from layer ${growth.zeroFrom} ${onward}`
      : null;
  }
  const exploding = growth.verdict === 'exploding';
  const depth = network.layers.at(-1)?.number ?? 0;
  const limit = limitText(limits, direction, { exploding, format: formatOf(scales), depth });
  const words = `${subject} ${exploding ? 'explode' : 'vanish'}`;
  // Of one or two layers there is no law, only a change.
  if (growth.increments < 3) return `${words}: ${totalText(growth, span(scales, growth))}${limit}`;
  return `${words}: ${lawText(growth)}, ${totalText(growth, span(scales, growth))}${limit}`;
}

function lostShortly({ backward, forward, limits, network }: Judged): string {
  const word = backward.verdict === 'exploding' ? 'explode' : 'vanish';
  const also = backward.verdict === forward.verdict ? ' too' : '';
  if (backward.total === 0) return `Gradients ${word}${also}: exactly 0 from layer ${backward.zeroFrom} back`;
  const limit = limits.find(
    ({ direction, format, within }) => direction === 'backward' && format === 'float32' && within,
  );
  const depth = network.layers.at(-1)?.number ?? 0;
  const ends =
    limit === undefined ? '' : `; float32 ${limit.kind}s at layer ${count(depth + 1 - limit.layer)}`;
  return `Gradients ${word}${also}: ${lawText(backward)}${ends}`;
}

function isLost({ verdict }: Growth): boolean {
  return verdict === 'exploding' || verdict === 'vanishing';
}

/** Layers between the first and the last entry that the growth is of. */
function span({ scales, layers }: Scales, { increments }: Growth): number {
  const start = scales.findIndex((scale) => scale !== 0);
  return Math.abs((layers[start + increments] ?? 0) - (layers[start] ?? 0));
}

/** The run's own format, or float32 for a run in float64: the one that networks are trained in. */
function formatOf({ arrays }: Scales): NumberFormat {
  const dtype = arrays.at(-1)?.dtype;
  return dtype === 'float16' || dtype === 'bfloat16' ? dtype : 'float32';
}

/** A few examples may all fall on the side where a small layer is zero. */
function emptyByChance(health: readonly UnitHealth[]): UnitHealth | undefined {
  return health.find(({ rule, share, bad }) => rule === 'dead' && share === 1 && !bad);
}

function zeroByChance({ health, network: { examples } }: Judged): Verdict | null {
  const empty = emptyByChance(health);
  if (empty === undefined) return null;
  const run = examples === null ? 'in this run' : `for the ${counted(examples, 'example')} of this run`;
  return {
    verdict: 'inconclusive',
    sentence: `All units of layer ${empty.layer} are zero ${run}; more examples would tell whether they are dead.`,
  };
}

function noGradient({ scales: { backward }, network }: Judged): Verdict | null {
  if (backward.scales.length === 0 || backward.scales.some((scale) => scale !== 0)) return null;
  const output = network.layers.at(-1)?.preActivationGradient ?? null;
  if (output === null || !(output.statistics.rms > 0)) return null;
  return suspicious(
    'No gradient reaches the hidden layers: ∂J/∂Z is exactly 0 there, as with output weights of 0.',
  );
}

function unhealthy({ health }: Judged): Verdict | null {
  const bad = health.filter((one) => one.bad);
  const worst = bad.reduce<UnitHealth | null>(
    (w, one) => (w === null || one.share > w.share ? one : w),
    null,
  );
  if (worst === null) return null;
  const share = `${(100 * worst.share).toFixed(0)}%`;
  const what =
    worst.rule === 'dead'
      ? `${share} of the units are dead`
      : worst.rule === 'saturated'
        ? `${share} of the values are saturated (${worst.activation}, |z| > ${worst.activation === 'tanh' ? '2.5' : '5'})`
        : `${share} of the values are where ${worst.activation} is flat`;
  const rest = bad.length - 1;
  return suspicious(
    `Layer ${worst.layer}: ${what}${rest === 0 ? '' : `; over half in ${counted(rest, 'other layer')} too`}.`,
  );
}

function uneven({ forward, backward, scales, factor }: Judged): Verdict | null {
  for (const [growth, along, subject] of [
    [forward, scales.forward, 'Activations'],
    [backward, scales.backward, 'Gradients'],
  ] as const) {
    const large = Math.abs(Math.log(growth.total)) > Math.log(factor);
    if (growth.verdict !== 'unknown' || !large || growth.total === 0) continue;
    return suspicious(
      `${subject} change ${totalText(growth, span(along, growth))}, but not evenly: look at layer ${growth.firstBad ?? along.layers.at(-1)}.`,
    );
  }
  return null;
}

function kept(judged: Judged): Verdict {
  const { forward, backward, scales, network } = judged;
  const layers = network.layers.length;
  if (layers === 0) return { verdict: 'inconclusive', sentence: 'No layers were seen in the run.' };
  const seenBackward = network.layers.some(
    ({ preActivationGradient, activationGradient }) =>
      preActivationGradient !== null || activationGradient !== null,
  );
  const [up, down] = [forward.verdict === 'stable', backward.verdict === 'stable'];
  if (!up && !down) return { verdict: 'inconclusive', sentence: tooFew(judged, seenBackward) };
  const verb = [forward, backward].every((growth) => growth.verdict !== 'stable' || near(growth))
    ? 'keep their scale'
    : 'change little';
  const depth = Math.max(up ? span(scales.forward, forward) : 0, down ? span(scales.backward, backward) : 0);
  const over = `over ${depth} layers`;
  if (up && down)
    return {
      verdict: 'correct',
      sentence:
        lawWithInterval(forward) === lawWithInterval(backward)
          ? `Activations and gradients ${verb}: ${lawWithInterval(forward)} ${over}.`
          : `Activations and gradients ${verb}: ${lawWithInterval(forward)} forward, ${lawWithInterval(backward)} backward, ${over}.`,
    };
  const [subject, growth] = up ? (['Activations', forward] as const) : (['Gradients', backward] as const);
  const rest = up
    ? seenBackward
      ? ' Of gradients too few layers were seen.'
      : ' No gradient of a layer was seen.'
    : ' Of activations too few layers were seen.';
  return { verdict: 'correct', sentence: `${subject} ${verb}: ${lawWithInterval(growth)} ${over}.${rest}` };
}

/** The interval holds 1, or all layers together make little of it. */
function near({ interval: [low, high], total }: Growth): boolean {
  return (low <= 1 && high >= 1) || Math.abs(Math.log(total)) < Math.log(3);
}

function tooFew({ forward, backward, network, scales, health }: Judged, seenBackward: boolean): string {
  const layers = network.layers.length;
  const few =
    scales.hidden.length > 3
      ? `Of ${counted(layers, 'layer')} too little was seen`
      : `${counted(layers, 'layer')} ${layers === 1 ? 'is' : 'are'} too few`;
  const changes = [
    forward.increments > 0 ? `activations change ${decimal(forward.total, 2)} ×` : '',
    backward.increments > 0 ? `gradients ${decimal(backward.total, 2)} ×` : '',
  ].filter((part) => part !== '');
  const what = changes.length > 0 ? changes : rootMeanSquares(network.input, scales.forward);
  const healthy = health.length > 0 ? ' No layer is dead or saturated.' : '';
  const only = seenBackward ? '' : ' No gradient of a layer was seen.';
  return `${few} to tell growth${what.length === 0 ? '' : `: ${what.join(', ')}`}.${healthy}${only}`;
}

/** `RMS 1.0 of the input`, `0.70 of layer 1`. */
function rootMeanSquares(input: LayerArray | null, { scales, layers }: Scales): readonly string[] {
  const seen = [
    ...(input === null || layers[0] === 0 ? [] : [`${decimal(input.statistics.rms, 2)} of the input`]),
    ...scales.map(
      (scale, i) => `${decimal(scale, 2)} of ${layers[i] === 0 ? 'the input' : `layer ${layers[i]}`}`,
    ),
  ];
  return seen.map((text, i) => (i === 0 ? `RMS ${text}` : text));
}
