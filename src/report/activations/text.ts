import type { FormatLimit, Growth } from '../../core/activation/growth';
import { schemeNames } from '../../core/activation/initialization/deviations';
import { auditedSchemes } from '../../core/activation/schemes';
import { lawWithInterval } from '../../core/activation/judgement/growthText';
import { terminalText } from '../../core/emphasis';
import { count, counted, decimal, duration } from '../../core/format';
import { lineText } from '../../core/place';
import type { ActivationReport, WhatIf } from '../../protocol/activations';
import { textTable, wrap } from '../layout';
import { verdictMarks } from '../marks';
import { printable } from '../printable';
import type { Paint } from '../text';
import { layerLines } from './layers';

/**
 * The report for a terminal: at most 80 columns, the answer first.
 *
 * @param whatIf the network with weights made anew, if that was asked
 */
export function activationsToText(
  given: ActivationReport,
  whatIf: WhatIf | null = null,
  paint: Paint = (text) => text,
): string {
  const report = printable(given, terminalText);
  const { verdict, sentence, advice, warnings, profile } = report;
  const [first = '', ...more] = wrap(sentence, '  ', `${verdictMarks[verdict].mark} `);
  const lines = [paint(first, verdict), ...more];
  if (advice !== '') lines.push('', ...wrap(advice, '  '));
  lines.push('', ...layerLines(report, paint));
  const facts = [
    ...growthRow('forward', profile.forward),
    ...growthRow('backward', profile.backward),
    ...limitRows(report),
    ...initializationRows(report),
    ...nonFiniteRow(report),
    ...(whatIf === null ? [] : whatIfRows(printable(whatIf, terminalText))),
  ];
  if (facts.length > 0) lines.push('', ...textTable(facts, '  '));
  lines.push('', ...wrap(howRun(report), '  ').map((line) => paint(line, 'dim')));
  if (warnings.length > 0) lines.push('');
  for (const { message } of warnings) lines.push(...wrap(message, '    ', '  • '));
  return `${lines.join('\n').trimEnd()}\n`;
}

type Row = readonly [string, string];

function growthRow(name: string, growth: Growth): readonly Row[] {
  if (growth.increments === 0) return [];
  const { verdict, total } = growth;
  const word = verdict === 'unknown' ? 'too few layers to tell' : verdict;
  return [[name, `${lawWithInterval(growth)}, ${decimal(total, 2)} × in all: ${word}`]];
}

/** Limits within the network; those beyond it where the scale is lost, as there they are near. */
function limitRows({ profile: { limits, network, forward, backward } }: ActivationReport): readonly Row[] {
  const lost = ({ verdict }: Growth): boolean => verdict === 'exploding' || verdict === 'vanishing';
  return limits
    .filter(({ within, direction }) => within || lost(direction === 'forward' ? forward : backward))
    .map((limit) => limitRow(limit, network.layers.at(-1)?.number ?? 0));
}

function limitRow({ format, direction, kind, layer, within }: FormatLimit, depth: number): Row {
  const ahead = direction === 'forward';
  const what = `${ahead ? 'activations' : 'gradients'} ${kind === 'overflow' ? 'overflow' : 'underflow'}`;
  if (within) return [format, `${what} at layer ${count(ahead ? layer : depth - layer + 1)}`];
  return [format, `${what} in a network of ${count(layer)} layers`];
}

function initializationRows({ audit }: ActivationReport): readonly Row[] {
  if (audit === null) return [];
  const { inUse, constantScale, multiple, chi, sentence } = audit;
  const scheme =
    inUse.length === auditedSchemes.length
      ? 'too few to tell their scheme'
      : inUse.length > 0
        ? `as ${inUse.map((name) => schemeNames[name]).join(', ')}`
        : constantScale !== null
          ? `deviation ${decimal(constantScale, 3)} in every layer, whatever its inputs`
          : multiple !== null
            ? `${decimal(multiple.factor, 3)} × ${schemeNames[multiple.scheme]} in every hidden layer`
            : 'none of the usual schemes in every layer';
  const map = chi === null ? '' : `; χ = ${decimal(chi, 3)}`;
  return [['weights', `${scheme}${map}`], ...(sentence === '' ? [] : [['', sentence] as const])];
}

function nonFiniteRow({ profile }: ActivationReport): readonly Row[] {
  const { nonFinite } = profile.network;
  if (nonFinite === null) return [];
  const { kind, count: bad, of, name, place } = nonFinite;
  const where = place === null ? '' : `, ${lineText(place)}`;
  const values = kind === 'nan' ? 'NaN' : 'infinite';
  return [['first', `${count(bad)} of ${count(of)} values of ${name} ${values}${where}`]];
}

function whatIfRows({ label, profile, problem }: WhatIf): readonly Row[] {
  if (profile === null) return [[label, problem?.message ?? '']];
  return [
    [`${label}:`, `${verdictMarks[profile.verdict].mark} ${profile.sentence}`],
    ...growthRow('  forward', profile.forward),
    ...growthRow('  backward', profile.backward),
  ];
}

const runs: Readonly<Record<ActivationReport['run'], string>> = {
  gradient: 'forward and backward',
  cost: 'forward',
  load: 'the file as it is',
};

function howRun({ subject, run, profile, seconds }: ActivationReport): string {
  const { examples } = profile.network;
  const of = examples === null ? '' : `, ${counted(examples, 'example')}`;
  return `${subject}; ran ${runs[run]}${of}, in ${duration(seconds)}`;
}
