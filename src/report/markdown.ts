import {
  baseName,
  counted,
  decimal,
  duration,
  indexText,
  ratio,
  scientific,
  shapeText,
} from '../core/format';
import { lineText } from '../core/place';
import type { CheckReport, Report } from '../protocol/report';
import { verdictMarks, verdictText } from './marks';

/** The report as Markdown, for a lab report or an issue. */
export function reportToMarkdown(report: Report): string {
  const lines = [`# Gradient check of ${escape(baseName(report.file))}`, ''];
  for (const check of report.checks) lines.push(...checkLines(check));
  if (report.binding.length > 0)
    lines.push(
      '## How the file was read',
      '',
      ...rows([['role', 'name', 'line', 'how'], ...bindings(report)]),
      '',
    );
  if (report.warnings.length > 0)
    lines.push('## Notes', '', ...report.warnings.map(({ message }) => `- ${escape(message)}`), '');
  return `${lines.join('\n').trimEnd()}\n`;
}

function checkLines(check: CheckReport): string[] {
  const lines = [`${verdictMarks[check.verdict].mark} ${escape(check.reason)}`, ''];
  lines.push(
    ...rows([
      ['gradient', 'shape', 'verdict', 'relative difference', 'line'],
      ...check.tensors.map((tensor) => [
        tensor.gradientName,
        shapeText(tensor.shape),
        verdictText(tensor),
        Number.isNaN(tensor.relativeDifference) ? '–' : scientific(tensor.relativeDifference),
        lineCell(tensor.location),
      ]),
    ]),
    '',
  );
  for (const tensor of check.tensors.filter(({ mismatched }) => mismatched.components.length > 0))
    lines.push(
      `**${escape(tensor.gradientName)}** ${escape(tensor.reason)}.`,
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
  lines.push(
    `Relative difference ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖) over all ${counted(check.parameterCount, 'parameter')}: ` +
      `${Number.isNaN(check.relativeDifference) ? 'none' : scientific(check.relativeDifference)}. ` +
      `${check.scheme === 'central' ? 'Two-sided' : 'One-sided'} differences, ${counted(check.evaluations, 'evaluation')}, ${duration(check.seconds)}.`,
    '',
  );
  return lines;
}

function bindings(report: Report): string[][] {
  return report.binding.map(({ role, name, line, cell, how }) => [
    role,
    name,
    line === null ? '–' : lineCell({ cell, line }),
    how,
  ]);
}

/** The column is headed “line”, so a number will do outside of notebooks. */
function lineCell(place: { readonly cell?: number | undefined; readonly line: number } | null): string {
  if (place === null) return '–';
  return place.cell === undefined ? String(place.line) : lineText(place);
}

function rows(cells: readonly (readonly string[])[]): string[] {
  const [header = [], ...body] = cells.map((row) => `| ${row.map(escape).join(' | ')} |`);
  return [header as string, `|${cells[0]!.map(() => ' --- ').join('|')}|`, ...body];
}

/** Keeps names such as `a_b*` and `x|y` as they are. */
function escape(text: string): string {
  return text.replace(/[\\`*_|<>[\]]/g, (character) => `\\${character}`);
}
