import type { Orientation } from './view';

/** μ and σ of a split, as they are taken along to other code. */
export interface Scaling {
  /** The split they are of. */
  readonly split: string;
  readonly examples: number;
  readonly names: readonly string[] | null;
  readonly mean: Float64Array;
  /** σ² = (1/m) Σ (x − μ)²; 0 of constants. */
  readonly variance: Float64Array;
  readonly orientation: Orientation;
}

export const takeAlongFormats = ['numpy', 'json', 'scikit-learn'] as const;
export type TakeAlongFormat = (typeof takeAlongFormats)[number];

/** The text to copy. Numbers have all digits; a feature that does not vary is divided by 1, and the text says so. */
export function takeAlong(scaling: Scaling, format: TakeAlongFormat): string {
  switch (format) {
    case 'numpy':
      return numpyText(scaling);
    case 'json':
      return jsonText(scaling);
    case 'scikit-learn':
      return scikitLearnText(scaling);
  }
}

/** A feature without finite values has no mean: it is left as it is. */
function meansOf({ mean }: Scaling): Float64Array {
  return mean.map((value) => (Number.isFinite(value) ? value : 0));
}

function variancesOf({ variance }: Scaling): Float64Array {
  return variance.map((value) => (value > 0 && Number.isFinite(value) ? value : 0));
}

function divisorsOf(scaling: Scaling): Float64Array {
  return variancesOf(scaling).map((value) => Math.sqrt(value) || 1);
}

function numpyText(scaling: Scaling): string {
  const column = scaling.orientation === 'features-first' ? '.reshape(-1, 1)' : '';
  return [
    'import numpy as np',
    '',
    `# ${originOf(scaling)}: X = (X - mu) / sigma`,
    `mu = np.array(${list(meansOf(scaling))})${column}`,
    ...constantsOf(scaling).map((line) => `# ${line}`),
    `sigma = np.array(${list(divisorsOf(scaling))})${column}`,
    '',
  ].join('\n');
}

function jsonText(scaling: Scaling): string {
  const { split, examples, names, orientation } = scaling;
  const fields: readonly (readonly [string, string])[] = [
    ['split', JSON.stringify(split)],
    ['examples', String(examples)],
    ['orientation', JSON.stringify(orientation)],
    ...(names === null ? [] : [['features', JSON.stringify(names)] as const]),
    ['mu', list(meansOf(scaling))],
    ['sigma', list(divisorsOf(scaling))],
    ['constant_features', JSON.stringify(constantIndices(scaling))],
  ];
  return `{\n${fields.map(([key, value]) => `  "${key}": ${value}`).join(',\n')}\n}\n`;
}

/** A fitted StandardScaler needs no more than the attributes that `fit` sets. */
function scikitLearnText(scaling: Scaling): string {
  const { examples, mean, orientation } = scaling;
  const use = orientation === 'features-first' ? 'scaler.transform(X.T).T' : 'scaler.transform(X)';
  return [
    'import numpy as np',
    'from sklearn.preprocessing import StandardScaler',
    '',
    `# ${originOf(scaling)}: X = ${use}`,
    'scaler = StandardScaler()',
    `scaler.mean_ = np.array(${list(meansOf(scaling))})`,
    `scaler.var_ = np.array(${list(variancesOf(scaling))})`,
    ...constantsOf(scaling).map((line) => `# ${line}`),
    `scaler.scale_ = np.array(${list(divisorsOf(scaling))})`,
    `scaler.n_features_in_ = ${mean.length}`,
    `scaler.n_samples_seen_ = np.int64(${examples})`,
    '',
  ].join('\n');
}

function originOf({ split, examples }: Scaling): string {
  return `Mean and standard deviation of ${oneLine(split)}, ${examples} ${examples === 1 ? 'example' : 'examples'}`;
}

function constantIndices(scaling: Scaling): readonly number[] {
  return [...variancesOf(scaling).keys()].filter((at) => !(scaling.variance[at]! > 0));
}

const mostNamed = 10;

/** What a comment says of features that do not vary; nothing where all do. */
function constantsOf(scaling: Scaling): readonly string[] {
  const constants = constantIndices(scaling);
  if (constants.length === 0) return [];
  const named = constants
    .slice(0, mostNamed)
    .map((at) => oneLine(scaling.names?.[at] ?? `feature ${at + 1}`))
    .join(', ');
  const more = constants.length > mostNamed ? ` and ${constants.length - mostNamed} more` : '';
  const verb = constants.length === 1 ? 'is constant: its sigma is' : 'are constant: their sigma is';
  return [`${named}${more} ${verb} 1 instead of 0.`];
}

/** Names come from data files: a line end in one would end the comment. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

const width = 100;

/** `[1.5, 2.0]`, broken into lines that can be read; the same in Python and JSON. */
function list(numbers: Float64Array): string {
  const lines: string[] = [];
  let line = '';
  for (const [at, number] of numbers.entries()) {
    const text = `${decimal(number)}${at + 1 < numbers.length ? ',' : ''}`;
    if (line !== '' && line.length + 1 + text.length > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? text : ` ${text}`;
  }
  if (lines.length === 0) return `[${line}]`;
  return `[\n${[...lines, line].map((one) => `    ${one}`).join('\n')}\n]`;
}

/** The shortest text that is this number again; with a point, so that arrays of it are float64. */
function decimal(number: number): string {
  const text = String(number);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
