import { label, sidesOf } from '../reinitialize';
import type { Reinitialization } from '../../schemes';
import { timesFactor, varianceText } from './deviationText';
import { containersOf, type Target } from './targets';

const orthogonalHelper = [
  '',
  '',
  'def orthogonal(rows, columns):',
  '    q, r = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns))))',
  '    q *= np.sign(np.diag(r))',
  '    return q if rows >= columns else q.T',
  '',
];

/** With numpy. */
export function pythonCode(how: Reinitialization, targets: readonly Target[]): string {
  if (how.kind === 'factor') {
    const weights = targets.filter(({ kind }) => kind === 'weights');
    return [`# ${label(how)}`, ...weights.map(({ path }) => `${path} *= ${how.factor}`), ''].join('\n');
  }
  const orthogonal = how.kind === 'lsuv' || (how.kind === 'scheme' && how.scheme === 'orthogonal');
  return [
    'import numpy as np',
    '',
    ...(how.kind === 'identity' ? [] : ['rng = np.random.default_rng(1)']),
    ...(orthogonal ? orthogonalHelper : []),
    '',
    `# ${label(how)}`,
    ...containersOf(targets).map(
      ({ path, length }) => `${path} = ${length === null ? '{}' : `[None] * ${length}`}`,
    ),
    ...targets.map((target) => `${target.path} = ${expression(how, target)}`),
    ...(how.kind === 'lsuv'
      ? ['# Then, layer by layer from the first: W /= np.std(Z), with the Z of some examples.']
      : []),
    '',
  ].join('\n');
}

function expression(
  how: Exclude<Reinitialization, { kind: 'factor' }>,
  { kind, shape, weights }: Target,
): string {
  const size = tuple(shape);
  const isPyTorch = how.kind === 'scheme' && how.scheme === 'pytorch';
  if (kind === 'biases') {
    return isPyTorch ? `rng.uniform(-1, 1, ${size}) / np.sqrt(${weights.fanIn})` : `np.zeros(${size})`;
  }
  if (how.kind === 'identity') {
    return `${how.factor} * np.eye${tuple(shape)}`;
  }
  const scheme = how.kind === 'lsuv' ? 'orthogonal' : how.scheme;
  const factor = timesFactor(how.kind === 'lsuv' ? 1 : how.factor);
  if (scheme === 'orthogonal') {
    const sides = sidesOf(weights);
    const reshaped = shape.length === 2 ? '' : `.reshape(${size})`;
    return `orthogonal(${sides.join(', ')})${reshaped}${factor}`;
  }
  if (scheme === 'pytorch') return `rng.uniform(-1, 1, ${size})${factor} / np.sqrt(${weights.fanIn})`;
  return `rng.standard_normal(${size})${factor} * np.sqrt(${varianceText(scheme, weights)})`;
}

/** `(64, 784)`, `(64,)`, `()`. */
function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}
