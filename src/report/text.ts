import {
  baseName,
  count,
  counted,
  decimal,
  duration,
  indexText,
  ratio,
  scientific,
  shapeText,
} from '../core/format';
import { terminalText } from '../core/emphasis';
import { momentText } from '../core/gradient/moment';
import { methodText } from '../core/gradient/schemeText';
import { lineText } from '../core/place';
import type { CheckReport, Report, TensorReport } from '../protocol/report';
import {
  answerOfReport,
  bindingOf,
  isDeclared,
  labelOf,
  largestDifference,
  placeOfCheck,
  verdictOfCheck,
} from '../protocol/summary';
import { coverageSentences } from './coverage';
import { table, textTable, wrap } from './layout';
import { verdictMarks, verdictText } from './marks';
import { placeText } from './places';
import { printable } from './printable';
import { stepSweepTable } from './stepSweep';

/** How to emphasise in a terminal; the identity where there is no colour. */
export type Paint = (text: string, verdict: Report['verdict'] | 'dim') => string;

const worstShown = 5;

export interface TextOptions {
  /** Add, for each gradient, how the error of a derivative depends on the step. */
  readonly steps: boolean;
}

/** The report for a terminal: at most 80 columns, the answer first; of several checks, details of those not right. */
export function reportToText(
  given: Report,
  paint: Paint = (text) => text,
  { steps }: TextOptions = { steps: false },
): string {
  const report = printable(given, terminalText);
  const several = report.checks.length > 1;
  const answer = answerOfReport(report);
  const lines = sentence(answer.text, verdictMarks[answer.verdict].mark, answer.verdict, paint);
  if (several) lines.push('', ...checksTable(report, paint));
  const told = report.checks.filter(({ verdict }) => !several || verdict !== 'correct');
  for (const check of told) {
    if (several) {
      const verdict = verdictOfCheck(check);
      lines.push('', ...sentence(reasonOf(check), verdictMarks[check.verdict].mark, verdict, paint));
    }
    lines.push(...checkLines(check, report, paint));
  }
  if (steps) for (const check of report.checks) lines.push(...stepLines(check, several, paint));
  for (const check of told.slice(0, several ? undefined : 1))
    lines.push(...bindingLines(report, several ? check : null).map((line) => paint(line, 'dim')));
  if (report.warnings.length > 0) {
    lines.push('');
    for (const { message } of report.warnings) lines.push(...wrap(message, '    ', '  • '));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** With the name of the layer and the moment, where the sentence does not begin with them. */
function reasonOf({ subject, at, reason }: CheckReport): string {
  const when = momentText(at);
  if (when === '' && reason.startsWith(`${subject} `)) return reason;
  return `${[subject, when].filter((part) => part !== '').join(' ')}: ${reason}`;
}

function sentence(text: string, mark: string, verdict: Report['verdict'], paint: Paint): string[] {
  const [first = '', ...more] = wrap(text, '  ', `${mark} `);
  return [paint(first, verdict), ...more];
}

/** One row for each check: all there is to say of those that are right. */
function checksTable(report: Report, paint: Paint): string[] {
  const rows = report.checks.map((check) => {
    const { mark, word } = verdictMarks[check.verdict];
    const largest = largestDifference(check);
    return [
      [check.subject, momentText(check.at)].filter((part) => part !== '').join(' '),
      `${mark} ${check.expected ? 'as declared' : word}`,
      Number.isNaN(largest) ? '–' : scientific(largest),
      placeText(placeOfCheck(report, check), report.file),
    ];
  });
  const head = [
    report.checks[0]?.subject === 'model' ? 'check' : 'layer',
    'verdict',
    'relative difference',
    'line',
  ];
  const [top = '', ...rest] = table([head, ...rows], '  ');
  return [
    paint(top, 'dim'),
    ...rest.map((line, i) => coloured(line, rows[i]![1]!, report.checks[i]!, paint)),
  ];
}

function coloured(
  line: string,
  text: string,
  of: Pick<CheckReport, 'verdict'> & { readonly expected: boolean | string | null },
  paint: Paint,
): string {
  const isQuiet = of.verdict !== 'correct' && of.expected !== false && of.expected !== null;
  return line.replace(text, () => paint(text, isQuiet ? 'dim' : of.verdict));
}

function checkLines(check: CheckReport, report: Report, paint: Paint): string[] {
  if (check.tensors.length === 0) return [];
  const lines = ['', ...tensorTable(check, report.file, paint)];
  for (const tensor of check.tensors.filter(({ verdict }) => verdict !== 'correct'))
    lines.push('', ...detailLines(tensor, check, report, paint));
  const whole = Number.isFinite(check.relativeDifference)
    ? `relative difference ${scientific(check.relativeDifference)} ${check.parameterCount === 1 ? '' : `over all ${counted(check.parameterCount, 'parameter')}`}`.trimEnd()
    : counted(check.parameterCount, 'parameter');
  const left = check.tensors.filter(({ relativeDifference }) => Number.isNaN(relativeDifference)).length;
  const without =
    left > 0 && Number.isFinite(check.relativeDifference)
      ? `, ${left} of ${check.tensors.length} tensors left out`
      : '';
  const how = `${methodText(check.method, check.scheme)}, ${counted(check.evaluations, 'evaluation')}, ${duration(check.seconds)}`;
  lines.push('', ...wrap(`${whole}${without}; ${how}`, '  ').map((line) => paint(line, 'dim')));
  for (const sentence of coverageSentences(check))
    lines.push(...wrap(sentence, '  ').map((line) => paint(line, 'dim')));
  return lines;
}

function stepLines(check: CheckReport, several: boolean, paint: Paint): string[] {
  return check.tensors.flatMap((tensor) => {
    const [top, ...rest] = stepSweepTable(tensor, '    ');
    if (top === undefined) return [];
    const of = [
      several ? `${check.subject} ` : '',
      tensor.gradientName,
      momentText(check.at) && ` ${momentText(check.at)}`,
    ];
    return [
      '',
      ...wrap(`${of.join('')}: error of a derivative for each step ε`, '  '),
      paint(top, 'dim'),
      ...rest,
    ];
  });
}

function tensorTable(check: CheckReport, file: string, paint: Paint): string[] {
  const header = ['gradient', 'shape', 'verdict', 'relative difference', 'line'];
  const rows = check.tensors.map((tensor) => [
    tensor.gradientName,
    shapeText(tensor.shape),
    verdictText(tensor),
    Number.isNaN(tensor.relativeDifference) ? '–' : scientific(tensor.relativeDifference),
    placeText(tensor.location, file),
  ]);
  const [top = '', ...rest] = table([header, ...rows], '  ');
  return [
    paint(top, 'dim'),
    ...rest.map((line, i) => coloured(line, rows[i]![2]!, check.tensors[i]!, paint)),
  ];
}

function detailLines(tensor: TensorReport, check: CheckReport, report: Report, paint: Paint): string[] {
  const { location } = tensor;
  const where = location ? `${baseName(location.file)}, ${lineText(location)}` : baseName(report.file);
  const declared = isDeclared(tensor) ? ` As declared: ${tensor.expected!.replace(/\.$/, '')}.` : '';
  const text = `${where}: ${labelOf(report, check, tensor)} ${tensor.reason}.${hintOf(check, tensor)}${declared}`;
  const lines = wrap(text, '    ', '  ');
  const { symbolic } = tensor;
  if (symbolic)
    lines.push(...wrap(`symbolic derivative: ${symbolic.expression} = ${decimal(symbolic.value)}`, '    '));
  const { components, count: total } = tensor.mismatched;
  if (components.length === 0) return lines;
  const rows = components
    .slice(0, worstShown)
    .map(({ index, computed, numerical }) => [
      index.length === 0 ? 'value' : indexText(index),
      decimal(computed),
      decimal(numerical),
      ratio(computed, numerical, 4),
    ]);
  const [top = '', ...rest] = table([['component', 'computed', 'numerical', 'ratio'], ...rows], '    ');
  lines.push(paint(top, 'dim'), ...rest);
  if (total > worstShown) lines.push(paint(`    and ${count(total - worstShown)} more`, 'dim'));
  return lines;
}

/** `This is what happens when ...`, where the diagnosis knows. */
function hintOf({ diagnoses }: CheckReport, { name }: TensorReport): string {
  const explanation = diagnoses.find(({ tensor }) => tensor === name)?.explanation ?? '';
  return / This is what happens when .*?\.(?= |$)/.exec(explanation)?.[0] ?? '';
}

function bindingLines(report: Report, check: CheckReport | null): string[] {
  const entries = check === null ? report.binding : bindingOf(report, check);
  const rows = entries.map(({ role, name, file, cell, line, how }) => [
    role,
    // The cell will do: the column is narrow.
    line === null
      ? name
      : `${name} (${file === undefined ? '' : `${baseName(file)}, `}${cell === undefined ? `line ${line}` : `cell ${cell}`})`,
    how,
  ]);
  if (rows.length === 0) return [];
  const others = check === null || check === report.checks[0] ? otherReadings(report) : [];
  return ['', `  How ${check?.subject ?? 'the file'} was read`, ...textTable(rows, '    '), ...others];
}

/** What else the file may be understood as, in words that `--reading` takes. */
function otherReadings({ readings }: Report): string[] {
  const [other, ...more] = readings.slice(1);
  if (other === undefined) return [];
  const told = `Other readings fit as well: ${[other, ...more].join('; ')}. To check one, give it with --reading "${other}".`;
  return wrap(told, '    ');
}
