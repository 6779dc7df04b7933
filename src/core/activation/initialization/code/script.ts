import { label, sidesOf } from '../reinitialize';
import type { Reinitialization } from '../../schemes';
import { timesFactor, varianceText } from './deviationText';
import { containersOf, type Target } from './targets';

/** JavaScript with nested arrays; the types are added for TypeScript. */
export function scriptCode(how: Reinitialization, targets: readonly Target[], typed: boolean): string {
  const type = (text: string): string => (typed ? text : '');
  if (how.kind === 'factor') {
    return [
      `function scale(values${type(': any')}, factor${type(': number')})${type(': void')} {`,
      '  for (let i = 0; i < values.length; i++) {',
      "    if (typeof values[i] === 'number') values[i] *= factor;",
      '    else scale(values[i], factor);',
      '  }',
      '}',
      '',
      `// ${label(how)}`,
      ...targets.filter(({ kind }) => kind === 'weights').map(({ path }) => `scale(${path}, ${how.factor});`),
      '',
    ].join('\n');
  }
  const isPyTorch = how.kind === 'scheme' && how.scheme === 'pytorch';
  const orthogonal = how.kind === 'lsuv' || (how.kind === 'scheme' && how.scheme === 'orthogonal');
  return [
    `function repeat${type('<T>')}(count${type(': number')}, make${type(': (index: number) => T')})${type(': T[]')} {`,
    '  return Array.from({ length: count }, (_, index) => make(index));',
    '}',
    '',
    ...(how.kind === 'identity' ? [] : isPyTorch ? uniformHelper(type) : normalHelper(type)),
    ...(orthogonal ? orthogonalHelper(type) : []),
    `// ${label(how)}`,
    ...containersOf(targets).map(({ path, length }) => {
      const [empty, kind] = length === null ? ['{}', ': Record<string, any>'] : ['[]', ': any[]'];
      return isName(path) ? `const ${path}${type(kind)} = ${empty};` : `${path} = ${empty};`;
    }),
    ...targets.map((target) => {
      const value = expression(how, target);
      return `${isName(target.path) ? 'const ' : ''}${target.path} = ${value};`;
    }),
    ...(how.kind === 'lsuv'
      ? [
          '// Then, layer by layer from the first: divide W by the standard deviation of Z over some examples.',
        ]
      : []),
    '',
  ].join('\n');
}

type Typed = (text: string) => string;

function normalHelper(type: Typed): readonly string[] {
  return [
    '// Standard normal, by Box and Muller.',
    `function normal()${type(': number')} {`,
    '  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());',
    '}',
    '',
  ];
}

function uniformHelper(type: Typed): readonly string[] {
  return [
    '// Between -1 and 1.',
    `function uniform()${type(': number')} {`,
    '  return 2 * Math.random() - 1;',
    '}',
    '',
  ];
}

function orthogonalHelper(type: Typed): readonly string[] {
  return [
    '// Orthonormal rows, or columns where there are fewer of them (Gram and Schmidt, twice).',
    `function orthogonal(rows${type(': number')}, columns${type(': number')})${type(': number[][]')} {`,
    `  const vectors${type(': number[][]')} = [];`,
    '  while (vectors.length < Math.min(rows, columns)) {',
    '    let v = repeat(Math.max(rows, columns), normal);',
    '    for (const u of [...vectors, ...vectors]) {',
    '      const product = u.reduce((sum, x, i) => sum + x * v[i], 0);',
    '      v = v.map((x, i) => x - product * u[i]);',
    '    }',
    '    const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));',
    '    vectors.push(v.map((x) => x / length));',
    '  }',
    '  return repeat(rows, (i) => repeat(columns, (j) => (rows <= columns ? vectors[i][j] : vectors[j][i])));',
    '}',
    '',
  ].map((line) => (type('!') === '' ? line : line.replaceAll(/(v|u|vectors)((?:\[[ij]\])+)/g, asserted)));
}

/** With an exclamation mark after each subscript, for projects that check them. */
function asserted(_: string, name: string, subscripts: string): string {
  return name + subscripts.replaceAll(']', ']!');
}

function expression(
  how: Exclude<Reinitialization, { kind: 'factor' }>,
  { kind, shape, weights }: Target,
): string {
  const isPyTorch = how.kind === 'scheme' && how.scheme === 'pytorch';
  if (kind === 'biases') return nested(shape, isPyTorch ? `uniform() / Math.sqrt(${weights.fanIn})` : '0');
  if (how.kind === 'identity') {
    const [rows, columns] = shape;
    return `repeat(${rows}, (i) => repeat(${columns}, (j) => (i === j ? ${how.factor} : 0)))`;
  }
  const scheme = how.kind === 'lsuv' ? 'orthogonal' : how.scheme;
  const factor = timesFactor(how.kind === 'lsuv' ? 1 : how.factor);
  if (scheme === 'orthogonal') {
    const made = `orthogonal(${sidesOf(weights).join(', ')})`;
    return factor === '' ? made : `${made}.map((row) => row.map((x) => x${factor}))`;
  }
  if (scheme === 'pytorch') return nested(shape, `uniform()${factor} / Math.sqrt(${weights.fanIn})`);
  return nested(shape, `normal()${factor} * Math.sqrt(${varianceText(scheme, weights)})`);
}

/** `repeat(64, () => repeat(784, () => normal()))`. */
function nested(shape: readonly number[], entry: string): string {
  return shape.reduceRight((inner, length) => `repeat(${length}, () => ${inner})`, entry);
}

function isName(path: string): boolean {
  return /^\w+$/.test(path);
}
