import { capital } from '../format';
import type { Verdict } from './verdict';

/** What is said about a file as a whole: by the status bar, the panel, the text and the Markdown alike. */

/** A check of the file, as its report has it. */
export interface CheckSummary {
  readonly subject: string;
  readonly verdict: Verdict;
  /** Whatever is not right was declared to be so. */
  readonly expected: boolean;
  /** The sentences about it alone. */
  readonly reason: string;
}

export interface Answer {
  /** For the mark in front of the sentence. */
  readonly verdict: Verdict;
  /** The first sentence answers; the others follow from it. */
  readonly text: string;
}

/** `2 of 7 layers are wrong: batchnorm and conv. The other 5 are right.` Of one check, what it says itself. */
export function answerOf(checks: readonly CheckSummary[], verdict: Verdict): Answer {
  const [first] = checks;
  if (checks.length < 2 || first === undefined) return { verdict, text: first?.reason ?? '' };
  const model = first.subject === 'model' ? first : null;
  const layers = model === null ? checks : checks.slice(1);
  const groups = groupsOf(layers);
  const right = layers.length - groups.reduce((sum, { names }) => sum + names.length, 0);
  const before = model === null ? '' : `The model ${predicates[stateOf(model)].one}; `;
  const [worst, ...others] = groups;
  if (worst === undefined) {
    const all = allOf(layers);
    const both = model !== null && stateOf(model) === 'right';
    return {
      verdict,
      text: `${capital(both ? `the model and ${all.replace(/ is$/, ' are')}` : before + all)} right.`,
    };
  }
  const { one, several } = predicates[worst.state];
  const headline =
    layers.length === 1
      ? `the layer ${worst.names[0]} ${one}`
      : `${worst.names.length} of ${layers.length} layers ${worst.names.length === 1 ? one : several}: ${listed(worst.names)}`;
  const more = others.map(
    ({ state, names }) =>
      `${listed(names)} ${names.length === 1 ? predicates[state].one : predicates[state].several}.`,
  );
  const rest = right === 0 ? [] : [right === 1 ? 'The other one is right.' : `The other ${right} are right.`];
  return { verdict, text: [`${capital(before + headline)}.`, ...more, ...rest].join(' ') };
}

/** The first sentence of an answer, as a headline: without its full stop. */
export function headlineOf(text: string): string {
  return (/^(.*?)[.?](?:\s|$)/s.exec(text)?.[1] ?? text).trim();
}

type State = 'wrong' | 'inconclusive' | 'suspicious' | 'declared' | 'right';

const predicates: Readonly<Record<State, { readonly one: string; readonly several: string }>> = {
  wrong: { one: 'is wrong', several: 'are wrong' },
  inconclusive: { one: 'cannot be told', several: 'cannot be told' },
  suspicious: { one: 'deserves a careful look', several: 'deserve a careful look' },
  declared: { one: 'is wrong as declared', several: 'are wrong as declared' },
  right: { one: 'is right', several: 'are right' },
};

function stateOf({ verdict, expected }: CheckSummary): State {
  if (verdict === 'correct') return 'right';
  return expected ? 'declared' : verdict;
}

function allOf(layers: readonly CheckSummary[]): string {
  if (layers.length === 1) return `the layer ${layers[0]!.subject} is`;
  return layers.length === 2 ? 'both layers are' : `all ${layers.length} layers are`;
}

/** What is not right, the worst first. */
function groupsOf(checks: readonly CheckSummary[]) {
  return (['wrong', 'inconclusive', 'suspicious', 'declared'] as const).flatMap((state) => {
    const names = checks.filter((check) => stateOf(check) === state).map(({ subject }) => subject);
    return names.length === 0 ? [] : [{ state, names }];
  });
}

const mostNames = 5;

/** `a, b and c`; of many, the first ones. */
function listed(names: readonly string[]): string {
  const shown = names.length > mostNames ? names.slice(0, mostNames - 1) : names;
  const left = names.length - shown.length;
  const all = left > 0 ? [...shown, `${left} more`] : shown;
  return all.length === 1 ? all[0]! : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
