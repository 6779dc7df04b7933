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
import { lineText, type Place } from '../core/place';
import type { CheckReport, Report, TensorReport } from '../protocol/report';
import { table, wrap } from './layout';
import { verdictMarks, verdictText } from './marks';

/** How to emphasise in a terminal; the identity where there is no colour. */
export type Paint = (text: string, verdict: Report['verdict'] | 'dim') => string;

const worstShown = 5;

/** The report for a terminal: at most 80 columns, the answer first. */
export function reportToText(report: Report, paint: Paint = (text) => text): string {
  const lines: string[] = [];
  for (const check of report.checks) lines.push(...checkLines(check, report, paint), '');
  lines.push(...bindingLines(report).map((line) => paint(line, 'dim')));
  if (report.warnings.length > 0) {
    lines.push('');
    for (const { message } of report.warnings) lines.push(...wrap(message, '    ', '  • '));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function checkLines(check: CheckReport, report: Report, paint: Paint): string[] {
  const { mark } = verdictMarks[check.verdict];
  const [first = '', ...more] = wrap(check.reason, '  ', `${mark} `);
  const lines = [paint(first, check.verdict), ...more, ''];
  lines.push(...tensorTable(check, report.file, paint));
  for (const tensor of check.tensors.filter(({ verdict }) => verdict !== 'correct'))
    lines.push('', ...detailLines(tensor, report.file, paint));
  const whole = Number.isFinite(check.relativeDifference)
    ? `relative difference ${scientific(check.relativeDifference)} ${check.parameterCount === 1 ? '' : `over all ${counted(check.parameterCount, 'parameter')}`}`.trimEnd()
    : counted(check.parameterCount, 'parameter');
  const left = check.tensors.filter(({ relativeDifference }) => Number.isNaN(relativeDifference)).length;
  const without =
    left > 0 && Number.isFinite(check.relativeDifference)
      ? `, ${left} of ${check.tensors.length} tensors left out`
      : '';
  const how = `${check.scheme === 'central' ? 'two-sided' : 'one-sided'} differences, ${counted(check.evaluations, 'evaluation')}, ${duration(check.seconds)}`;
  lines.push('', ...wrap(`${whole}${without}; ${how}`, '  ').map((line) => paint(line, 'dim')));
  return lines;
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
  return [paint(top, 'dim'), ...rest.map((line, i) => colourVerdict(line, check.tensors[i]!, paint))];
}

function colourVerdict(line: string, tensor: TensorReport, paint: Paint): string {
  const text = verdictText(tensor);
  return line.replace(text, () => paint(text, tensor.verdict));
}

function placeText(place: Place | null, file: string): string {
  if (!place) return '–';
  if (place.cell !== undefined) return lineText(place);
  return place.file === file ? String(place.line) : `${baseName(place.file)}:${place.line}`;
}

function detailLines(tensor: TensorReport, file: string, paint: Paint): string[] {
  const { location } = tensor;
  const where = location ? `${baseName(location.file)}, ${lineText(location)}` : baseName(file);
  const lines = wrap(`${where}: ${tensor.gradientName} ${tensor.reason}.`, '    ', '  ');
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

function bindingLines(report: Report): string[] {
  const rows = report.binding.map(({ role, name, cell, line, how }) => [
    role,
    // The cell will do: the column is narrow.
    line === null ? name : `${name} (${cell === undefined ? `line ${line}` : `cell ${cell}`})`,
    how,
  ]);
  return rows.length === 0 ? [] : ['  How the file was read', ...table(rows, '    ')];
}
