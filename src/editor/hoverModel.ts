import { methodText } from '../core/gradient/schemeText';
import { worst } from '../core/gradient/verdict';
import { momentName } from '../protocol/moments';
import { capital, count, counted, decimal, indexText, ratio, scientific, shapeText } from '../core/format';
import { command } from '../environment/ids';
import type { Translate } from '../environment/translate';
import type { TensorReport } from '../protocol/report';
import type { LineFinding, TensorFinding } from '../state/findings';
import { commandLink, escapeMarkdown } from './markdown';
import { mark, staleMark, tensorMark } from './marks';
import { atMoment, declaration, evidence, explanationOf, tensorSentence } from './sentences';

/** How many components, and how many tensors, a hover tells in full. */
const maxComponents = 5;
const maxTensors = 3;

/** The only commands a hover may run. */
export const hoverCommands: readonly string[] = [command.showTensor, command.checkAgain];

/** Markdown for a line: the sentence, the worst components, how sure, and where to go on. */
export function hoverMarkdown(finding: LineFinding, t: Translate): string {
  const parts: string[] = [];
  if (finding.stale) parts.push(`${staleMark} *${t('Before your edit:')}*`);
  for (const { check, diagnosis } of finding.shared)
    parts.push(`**${escapeMarkdown(atMoment(check, diagnosis.explanation))}**`);

  const told = worstFirst(finding.tensors);
  for (const tensor of told.slice(0, maxTensors)) parts.push(...tensorParts(tensor, t));
  // Behind the first sentence, where they are seen without scrolling.
  const first = finding.stale ? 1 : 0;
  parts[first] = `${parts[first] ?? ''}  ${links(finding, told[0] ?? null, t)}`;
  const rest = told.slice(maxTensors);
  if (rest.length > 0) {
    parts.push(
      rest.map(({ label, tensor }) => `${tensorMark(tensor)} ${escapeMarkdown(label)}`).join('  ·  '),
    );
  }
  return parts.join('\n\n');
}

function tensorParts(finding: TensorFinding, t: Translate): string[] {
  const { tensor } = finding;
  const sentence = escapeMarkdown(
    atMoment(finding.check, explanationOf(finding) ?? `${tensorSentence(finding)}.`),
  );
  const details = [declaration(tensor, t), evidence(tensor, t)].filter((one) => one !== null && one !== '');
  const evident = details.map((one) => ` ${escapeMarkdown(capital(one!))}.`).join('');
  const headline = `**${tensorMark(tensor)} ${sentence}**${evident}`;
  const table = tensor.mismatched.components.length > 0 ? [componentTable(tensor, t)] : [];
  return [headline, ...table, ...thirdOpinion(tensor, t), howSure(finding, t)];
}

/** What symbolic differentiation says, where the model allows it. */
function thirdOpinion({ symbolic }: TensorReport, t: Translate): readonly string[] {
  if (symbolic === undefined) return [];
  const derivative = `\`${symbolic.expression.replace(/`/g, "'")}\``;
  return [t('By symbols: {0} = {1}', derivative, decimal(symbolic.value))];
}

/** A hover sets the columns of a table side by side without any space. */
const gap = ' | &nbsp;&nbsp;&nbsp;';

function componentTable({ mismatched }: TensorReport, t: Translate): string {
  const shown = mismatched.components.slice(0, maxComponents);
  const rows = shown.map(({ index, computed, numerical }) => {
    const cells = [indexText(index), decimal(computed), decimal(numerical), ratio(computed, numerical, 4)];
    return `| ${cells.join(gap)} |`;
  });
  const head = `| ${[t('component'), t('computed'), t('numerical'), t('ratio')].join(gap)} |`;
  return [head, '| :-- | --: | --: | --: |', ...rows].join('\n');
}

function howSure({ check, tensor, elsewhere }: TensorFinding, t: Translate): string {
  const more = tensor.mismatched.count - maxComponents;
  const what = [
    ...(more > 0 ? [t(tensor.mismatched.exact ? 'and {0} more' : 'and at least {0} more', count(more))] : []),
    shapeText(tensor.shape),
    ...elsewhere.map(({ at, verdict }) => `${mark(verdict)} ${momentName(at)}`),
    methodText(check.method, check.scheme),
    t('ε = {0}', scientific(tensor.step)),
    t('resolution {0}', scientific(tensor.resolution)),
    counted(check.evaluations, t('evaluation'), t('evaluations')),
  ];
  return `*${what.join(' · ')}*`;
}

function links(finding: LineFinding, first: TensorFinding | null, t: Translate): string {
  const named = first === null ? [] : [first.tensor.name, first.check.subject];
  const show = commandLink(command.showTensor, [finding.uri, ...named]);
  const again = commandLink(command.checkAgain, [finding.uri]);
  return `[${t('Show in panel')}](${show})  ·  [${t('Check again')}](${again})`;
}

function worstFirst(tensors: readonly TensorFinding[]): readonly TensorFinding[] {
  const isWorst = (a: TensorFinding, b: TensorFinding): boolean =>
    worst([a.tensor.verdict, b.tensor.verdict]) === a.tensor.verdict;
  return [...tensors].sort((a, b) => (a.tensor.verdict === b.tensor.verdict ? 0 : isWorst(a, b) ? -1 : 1));
}
