import {
  baseName,
  capital,
  counted,
  decimal,
  duration,
  indexText,
  ratio,
  scientific,
  shapeText,
} from '../core/format';
import { methodText } from '../core/gradient/schemeText';
import { plainText } from '../core/emphasis';
import type { CheckReport, Report } from '../protocol/report';
import { answerOfReport, isDeclared, labelOf, largestDifference, placeOfCheck } from '../protocol/summary';
import { verdictMarks, verdictText } from './marks';
import { placeText } from './places';
import { printable } from './printable';

/** The report as Markdown, for a lab report or an issue. */
export function reportToMarkdown(given: Report): string {
  const report = printable(given, plainText);
  const several = report.checks.length > 1;
  const answer = answerOfReport(report);
  const lines = [`# Gradient check of ${escape(baseName(report.file))}`, ''];
  lines.push(`${verdictMarks[answer.verdict].mark} ${escape(answer.text)}`, '');
  if (several) lines.push(...checksTable(report), '');
  for (const check of report.checks) {
    if (several)
      lines.push(
        `## ${escape(check.subject)}`,
        '',
        `${verdictMarks[check.verdict].mark} ${escape(check.reason)}`,
        '',
      );
    lines.push(...checkLines(check, report));
  }
  if (report.binding.length > 0) {
    const head = ['role', 'name', 'line', 'how'];
    const all = several ? [['check', ...head]] : [head];
    lines.push('## How the file was read', '', ...rows([...all, ...bindings(report, several)]), '');
  }
  if (report.warnings.length > 0)
    lines.push('## Notes', '', ...report.warnings.map(({ message }) => `- ${escape(message)}`), '');
  return `${lines.join('\n').trimEnd()}\n`;
}

function checksTable(report: Report): string[] {
  return rows([
    ['check', 'verdict', 'relative difference', 'line'],
    ...report.checks.map((check) => {
      const { mark, word } = verdictMarks[check.verdict];
      const largest = largestDifference(check);
      return [
        check.subject,
        `${mark} ${check.expected ? 'as declared' : word}`,
        Number.isNaN(largest) ? '–' : scientific(largest),
        placeText(placeOfCheck(report, check), report.file),
      ];
    }),
  ]);
}

function checkLines(check: CheckReport, report: Report): string[] {
  if (check.tensors.length === 0) return [];
  const lines: string[] = [];
  lines.push(
    ...rows([
      ['gradient', 'shape', 'verdict', 'relative difference', 'line'],
      ...check.tensors.map((tensor) => [
        tensor.gradientName,
        shapeText(tensor.shape),
        verdictText(tensor),
        Number.isNaN(tensor.relativeDifference) ? '–' : scientific(tensor.relativeDifference),
        placeText(tensor.location, report.file),
      ]),
    ]),
    '',
  );
  for (const tensor of check.tensors.filter(({ mismatched }) => mismatched.components.length > 0)) {
    const declared = isDeclared(tensor) ? ` As declared: ${tensor.expected!.replace(/\.$/, '')}.` : '';
    lines.push(
      `**${escape(labelOf(report, check, tensor))}** ${escape(`${tensor.reason}.${declared}`)}`,
      '',
      ...rows([
        ['component', 'computed', 'numerical', 'ratio'],
        ...tensor.mismatched.components
          .slice(0, 5)
          .map(({ index, computed, numerical }) => [
            indexText(index),
            decimal(computed),
            decimal(numerical),
            ratio(computed, numerical, 4),
          ]),
      ]),
      '',
    );
  }
  lines.push(
    `Relative difference ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖) over all ${counted(check.parameterCount, 'parameter')}: ` +
      `${Number.isNaN(check.relativeDifference) ? 'none' : scientific(check.relativeDifference)}. ` +
      `${capital(methodText(check.method, check.scheme))}, ${counted(check.evaluations, 'evaluation')}, ${duration(check.seconds)}.`,
    '',
  );
  return lines;
}

function bindings(report: Report, several: boolean): string[][] {
  return report.binding.map(({ role, name, line, cell, file, how, subject = '' }) => [
    ...(several ? [subject] : []),
    role,
    name,
    placeText(
      line === null
        ? null
        : { line, ...(cell !== undefined && { cell }), ...(file !== undefined && { file }) },
      report.file,
    ),
    how,
  ]);
}

function rows(cells: readonly (readonly string[])[]): string[] {
  const [header = [], ...body] = cells.map((row) => `| ${row.map(escape).join(' | ')} |`);
  return [header as string, `|${cells[0]!.map(() => ' --- ').join('|')}|`, ...body];
}

/** Keeps names such as `a_b*` and `x|y` as they are. */
function escape(text: string): string {
  return text.replace(/[\\`*_|<>[\]]/g, (character) => `\\${character}`);
}
