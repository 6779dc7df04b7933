import { baseName, count, counted, duration, shapeText } from '../../core/format';
import { terminalText } from '../../core/emphasis';
import { lineText } from '../../core/place';
import type { NormalizationReport } from '../../protocol/normalization';
import { table, wrap } from '../layout';
import { verdictMarks } from '../marks';
import { placeText } from '../places';
import { printable } from '../printable';
import type { Paint } from '../text';
import { conditioningLines } from './conditioning';
import { featureLines } from './features';
import { mismatchLines, provenanceLines } from './evidence';

/** The report for a terminal: at most 80 columns, the answer first. */
export function normalizationToText(given: NormalizationReport, paint: Paint = (text) => text): string {
  const report = printable(given, terminalText);
  const { verdict, sentence, advice, culprit, warnings } = report;
  const [first = '', ...more] = wrap(sentence, '  ', `${verdictMarks[verdict].mark} `);
  const lines = [paint(first, verdict), ...more];
  if (advice !== '') lines.push('', ...wrap(advice, '  '));
  if (culprit !== null)
    lines.push('', ...wrap(`It is done in ${baseName(culprit.file)}, ${lineText(culprit)}.`, '  '));
  lines.push('', ...splitLines(report, paint), ...provenanceLines(report, paint));
  lines.push(...featureLines(report, paint), ...mismatchLines(report, paint));
  lines.push(...conditioningLines(report, paint));
  lines.push('', ...wrap(howRead(report), '  ').map((line) => paint(line, 'dim')));
  if (warnings.length > 0) lines.push('');
  for (const { message } of warnings) lines.push(...wrap(message, '    ', '  • '));
  return `${lines.join('\n').trimEnd()}\n`;
}

function splitLines({ splits, file }: NormalizationReport, paint: Paint): string[] {
  const rows = splits.map((split) => [
    split.name,
    split.role === 'all' ? 'not split' : split.role,
    shapeText(split.shape),
    split.dtype,
    split.raw === null ? '–' : split.raw.name,
    split.line === null ? '–' : placeText({ ...split, line: split.line }, file),
  ]);
  const [top = '', ...rest] = table([['split', 'role', 'shape', 'type', 'before', 'line'], ...rows], '  ');
  return [paint(top, 'dim'), ...rest];
}

const evidence: Readonly<Record<NormalizationReport['viewFrom'], string>> = {
  chosen: 'as chosen',
  'first weights': 'as the first weights tell',
  labels: 'as the labels tell',
  'file format': 'as in every table',
  shape: 'as the shape suggests',
};

function howRead({ view, viewFrom, splits, features, seconds }: NormalizationReport): string {
  const { orientation, channelAxis } = view;
  const axis = orientation === 'examples-first' ? 'first' : 'last';
  const channels =
    channelAxis === null
      ? counted(features, 'feature')
      : `${counted(features, 'channel')} along axis ${channelAxis}, each pixel an example`;
  const examples = count(splits.reduce((sum, { statistics }) => sum + statistics.examples, 0));
  const one = splits[0]!.shape.length < 2;
  const seen = one ? 'one feature' : `examples along the ${axis} axis, ${evidence[viewFrom]}; ${channels}`;
  return `${seen}; ${examples} examples read in ${duration(seconds)}`;
}
