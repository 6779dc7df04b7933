import { requiredOf } from '../functionKinds';
import type { ParameterFact } from '../inventory';
import { canonical } from '../names';
import type { Source } from '../plan';
import { roleOfArgument } from '../roles';
import { arraySource } from '../madeArrays';
import type { Given } from './given';
import { sourceOf } from './made';
import { upstreamArguments, type Pair } from './pairs';
import type { Returned } from './returned';
import { settingOf } from './settings';

/** One way to call a backward function, and what was taken for the argument that can be read in two ways. */
export interface BackwardCall {
  readonly positional: readonly Source[];
  readonly keywords: Readonly<Record<string, Source>>;
  /** In words, where there are several: `Z stands for the output`. */
  readonly reading: string | null;
}

export interface Known {
  readonly given: readonly Given[];
  readonly returned: readonly Returned[];
  /** The outputs that upstream gradients belong to. */
  readonly outputs: readonly Returned[];
  /** Where the upstream gradients lie, in the order of the upstream arguments. */
  readonly upstream: readonly Source[];
}

export type Calls =
  | { readonly ok: true; readonly calls: readonly BackwardCall[] }
  | { readonly ok: false; readonly missing: string };

interface Choice {
  readonly source: Source;
  readonly reading: string | null;
}

/** The ways to call a backward function after its forward function, likeliest first. */
export function backwardCalls(pair: Pair, known: Known): Calls {
  const upstream = upstreamArguments(pair.backward);
  const rest = requiredOf(pair.backward).filter(({ name }) => !upstream.includes(name));
  const chosen: { parameter: ParameterFact; choices: readonly Choice[] }[] = [];
  for (const parameter of pair.backward.parameters) {
    if (parameter.kind === 'rest' || parameter.kind === 'rest-keyword') continue;
    const at = upstream.indexOf(parameter.name);
    const fixed = at >= 0 ? known.upstream[at] : undefined;
    const choices =
      fixed !== undefined
        ? [{ source: fixed, reading: null }]
        : choicesFor(parameter, rest.length === 1, pair, known);
    if (choices.length > 0) chosen.push({ parameter, choices });
    else if (parameter.default === undefined) return { ok: false, missing: parameter.name };
  }
  const ways = Math.max(1, ...chosen.map(({ choices }) => choices.length));
  return {
    ok: true,
    calls: Array.from({ length: ways }, (_, way) => callOf(pair, chosen, way)),
  };
}

function callOf(
  pair: Pair,
  chosen: readonly { parameter: ParameterFact; choices: readonly Choice[] }[],
  way: number,
): BackwardCall {
  const positional: Source[] = [];
  const keywords: Record<string, Source> = {};
  let reading: string | null = null;
  const order = pair.backward.parameters;
  chosen.forEach(({ parameter, choices }, index) => {
    const choice = choices[Math.min(way, choices.length - 1)]!;
    reading ??= choice.reading;
    // Once an argument was left to its default, those after it go by name.
    if (parameter.kind === 'keyword' || order.indexOf(parameter) > index)
      keywords[parameter.name] = choice.source;
    else positional.push(choice.source);
  });
  return { positional, keywords, reading };
}

function choicesFor(
  parameter: ParameterFact,
  alone: boolean,
  pair: Pair,
  { given, returned, outputs }: Known,
): readonly Choice[] {
  const { name } = parameter;
  const key = canonical(name);
  const certain = (source: Source): readonly Choice[] => [{ source, reading: null }];
  const rest = returned.filter((one) => !outputs.includes(one));
  const byReturn = rest.find((one) => one.name !== null && canonical(one.name) === key);
  const argument = given.find((one) => one.name === name) ?? given.find((one) => canonical(one.name) === key);
  const isCache = roleOfArgument(name, 'backward') === 'cache';
  if (parameter.default !== undefined && !isCache) {
    const wanted = argument ?? byReturn;
    return wanted === undefined ? [] : certain(wanted.source);
  }
  if (byReturn !== undefined) return certain(byReturn.source);
  // What forward returns besides its output is what backward is to be given.
  if (rest.length > 0 && (isCache || (alone && argument === undefined))) {
    const named = rest.find((one) => /cache|memo|ctx|saved/i.test(one.name ?? ''));
    return certain((named ?? rest.at(-1)!).source);
  }
  const arrays = given.filter(({ value }) => value.type === 'array');
  const output = outputs[0] ?? returned[0];
  const input = arrays[0];
  const byOutput = output?.name !== undefined && output?.name !== null && canonical(output.name) === key;
  if (alone && arrays.length === 1 && input !== undefined && output !== undefined) {
    const asInput: Choice = { source: input.source, reading: `\`${name}\` is the input \`${input.name}\`` };
    const asOutput: Choice = {
      source: output.source,
      reading: `\`${name}\` is the output of \`${pair.forward.name}\``,
    };
    const outputFirst = argument === undefined && (byOutput || /^(a|y|s|out|output|activation)/i.test(name));
    return outputFirst ? [asOutput, asInput] : [asInput, asOutput];
  }
  if (argument !== undefined) return certain(argument.source);
  if (byOutput) return certain(output!.source);
  if (alone && isCache && output !== undefined && given.length > 1) {
    return certain({ from: 'list', items: given.map(({ source }) => source) });
  }
  const made = settingOf(name);
  return made === null ? [] : certain(sourceOf(made, 1));
}

/** Random numbers of the shape of an output. */
export function upstreamFor(shape: readonly number[], normal: () => number): Source {
  const size = shape.reduce((product, length) => product * length, 1);
  return arraySource({ shape, dtype: 'float64', values: Array.from({ length: size }, normal) });
}
