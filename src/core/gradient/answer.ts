import { capital } from '../format';
import { momentText, type Moment } from './moment';
import { worst as worstOf, type Verdict } from './verdict';

/** What is said about a file as a whole: by the status bar, the panel, the text and the Markdown alike. */

/** A check of the file, as its report has it. */
export interface CheckSummary {
  readonly subject: string;
  /** Where the parameters were; a subject may be checked at several points. */
  readonly at: Moment;
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
export function answerOf(all: readonly CheckSummary[], verdict: Verdict): Answer {
  const subjects = bySubject(all);
  const [only] = subjects;
  if (subjects.length === 1 && only!.length > 1) return { verdict, text: overTime(only!) };
  const checks = subjects.map(atWorst);
  const [first] = checks;
  if (checks.length < 2 || first === undefined) return { verdict, text: first?.reason ?? '' };
  const model = first.subject === 'model' ? first : null;
  const layers = model === null ? checks : checks.slice(1);
  const groups = groupsOf(layers);
  const right = layers.length - groups.reduce((sum, { names }) => sum + names.length, 0);
  const before = model === null ? '' : `The model ${predicates[stateOf(model)].one}; `;
  const [worst, ...others] = groups;
  if (worst === undefined) {
    const every = allOf(layers);
    const both = model !== null && stateOf(model) === 'right';
    return {
      verdict,
      text: `${capital(both ? `the model and ${every.replace(/ is$/, ' are')}` : before + every)} right.`,
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

/** The checks of each subject, in the order of the report. */
function bySubject(checks: readonly CheckSummary[]): readonly (readonly CheckSummary[])[] {
  const names = [...new Set(checks.map(({ subject }) => subject))];
  return names.map((name) => checks.filter(({ subject }) => subject === name));
}

/** What a subject is, all its moments taken together. */
function atWorst(moments: readonly CheckSummary[]): CheckSummary {
  const verdict = worstOf(moments.map(undeclared));
  const found = moments.find((one) => undeclared(one) === verdict && stateOf(one) !== 'right') ?? moments[0]!;
  const when = found.subject === 'model' ? '' : momentText(found.at);
  return when === '' ? found : { ...found, subject: `${found.subject} ${when}` };
}

function undeclared({ verdict, expected }: CheckSummary): Verdict {
  return expected ? 'correct' : verdict;
}

/** `Right at the start; after 10 steps 1 of 4 gradients is wrong. …` */
function overTime(moments: readonly CheckSummary[]): string {
  const [start, ...later] = moments as readonly [CheckSummary, ...CheckSummary[]];
  const right = later.filter((one) => stateOf(one) === 'right');
  const rest = later.filter((one) => stateOf(one) !== 'right');
  const where = (checks: readonly CheckSummary[]) => checks.map(({ at }) => momentText(at));
  if (stateOf(start) === 'right') {
    const all = `Right ${listed(['at the start', ...where(right)])}`;
    const [first, ...others] = rest;
    if (first === undefined) return `${all}.`;
    return [`${all}; ${reasonAt(first)}`, ...others.map((one) => capital(reasonAt(one)))].join(' ');
  }
  const more = later.map(
    (one) =>
      `${capital(momentText(one.at))} the model ${stateOf(one) === stateOf(start) ? `${predicates[stateOf(one)].one} too` : predicates[stateOf(one)].one}.`,
  );
  return [`At the start ${uncapital(start.reason)}`, ...more].join(' ');
}

/** Its sentences, which say where they hold if they do not do so themselves. */
function reasonAt({ at, reason }: CheckSummary): string {
  const when = momentText(at);
  return reason.includes(when) ? uncapital(reason) : `${when} ${uncapital(reason)}`;
}

/** `both gradients` of "Both gradients"; names such as `dW1` and `Z` stay. */
function uncapital(text: string): string {
  return text.replace(/^(?:All|Both|Every|No|The)\b/, (word) => word.toLowerCase());
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
