import { count, power } from '../../core/format';
import type { Descent } from '../../core/normalization/conditioning';
import type { NormalizationReport } from '../../protocol/normalization';
import { table, wrap } from '../layout';
import type { Paint } from '../text';
import { statistic } from './cells';

/** What gradient descent takes for the data as they are, and normalized. */
export function conditioningLines({ conditioning }: NormalizationReport, paint: Paint): string[] {
  if (conditioning === null) return [];
  const { before, after, stepLimit, examples, tolerance } = conditioning;
  const row = (name: string, descent: Descent): string[] => [
    name,
    `${descent.complete && descent.conditionNumber < 1e12 ? '' : '≥ '}${statistic(descent.conditionNumber)}`,
    statistic(descent.largestStableRate),
    steps(descent.predictedSteps),
    descent.actualSteps === null ? `> ${count(stepLimit)}` : count(descent.actualSteps),
  ];
  const head = ['inputs', 'κ', 'largest rate', 'steps predicted', 'steps run'];
  const [top = '', ...rest] = table([head, row('as they are', before), row('normalized', after)], '    ');
  const title = `What it costs gradient descent on a quadratic cost (${count(examples)} examples, cost lowered by ${power(Math.round(2 * Math.log10(tolerance)))})`;
  return ['', ...wrap(title, '  '), paint(top, 'dim'), ...rest];
}

function steps(value: number): string {
  return Number.isFinite(value) && value < 1e6 ? count(Math.ceil(value)) : statistic(value);
}
