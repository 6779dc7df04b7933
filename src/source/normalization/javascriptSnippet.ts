import type { SyntaxNode } from '@lezer/common';
import type { Orientation } from '../../core/normalization/view';
import { factsOf } from '../javascript/facts';
import { parseJavaScript } from '../javascript/parse';
import { childrenOf, SourceText } from '../syntax';
import { freeNames, lineAfterLast, newlineOf, type PlacedStatement } from './place';
import type { Snippet, SnippetSplit } from './snippetText';

/** Elements of these cannot hold what is normalized. */
const wholeNumbers = /\b(Big)?U?[Ii]nt\d+(Clamped)?Array\b/;
const trainingName = /train(?!(ing)?(set|data|x|y|_))|^fit|gradientDescent|backward|backprop|^update|^step/i;

/** @param splits the training split first */
export function javascriptSnippet(
  text: string,
  typescript: boolean,
  splits: readonly SnippetSplit[],
  orientation: Orientation,
): Snippet | null {
  const rank = splits[0]!.shape.length;
  if (
    wholeNumbers.test(text) ||
    (rank !== 1 && rank !== 2) ||
    splits.some(({ shape }) => shape.length !== rank)
  )
    return null;
  const source = new SourceText(text);
  const nodes = childrenOf(parseJavaScript(text, typescript)).filter(({ name }) => !/Comment$/.test(name));
  const names = splits.map(({ name }) => name);
  const line = lineAfterLast(
    nodes.map((node) => placed(node, source)),
    names,
  );
  if (line === null) return null;
  const [mu, sigma] = freeNames(text, ['mu', 'sigma']) as [string, string];
  const unit = /^(\t| {2,8})\S/m.exec(text)?.[1] ?? '  ';
  const end = semicolons(text) ? ';' : '';
  const number = typescript ? ': number' : '';
  const lines = (rank === 1 ? vector : orientation === 'examples-first' ? rows : columns)({
    training: names[0]!,
    names: names.join(', '),
    mu,
    sigma,
    unit,
    number,
  });
  const newline = newlineOf(text);
  const all = [`// Normalize every split with the mean and standard deviation of ${names[0]!}.`, ...lines];
  return {
    afterLine: line,
    text: all.map((one) => `${end === '' ? one.replace(/;$/, '') : one}${newline}`).join(''),
  };
}

interface Words {
  readonly training: string;
  readonly names: string;
  readonly mu: string;
  readonly sigma: string;
  readonly unit: string;
  /** The type of a number, where types are written. */
  readonly number: string;
}

/** Rows are examples. New rows take the place of the old ones, so that rows that splits share are normalized once. */
function rows({ training, names, mu, sigma, unit, number }: Words): readonly string[] {
  return [
    `const ${mu} = Array.from(${training}[0], (_, j${number}) => ${training}.reduce((sum, x) => sum + x[j], 0) / ${training}.length);`,
    `const ${sigma} = ${mu}.map((mean, j) =>`,
    `${unit}Math.sqrt(${training}.reduce((sum, x) => sum + (x[j] - mean) ** 2, 0) / ${training}.length) || 1, // constant features`,
    `);`,
    `for (const X of [${names}]) {`,
    `${unit}for (let i = 0; i < X.length; i++) X[i] = X[i].map((x, j) => (x - ${mu}[j]) / ${sigma}[j]);`,
    `}`,
  ];
}

/** Rows are features. */
function columns({ training, names, mu, sigma, unit }: Words): readonly string[] {
  return [
    `const ${mu} = Array.from(${training}, (row) => row.reduce((sum, x) => sum + x, 0) / row.length);`,
    `const ${sigma} = Array.from(${training}, (row, j) =>`,
    `${unit}Math.sqrt(row.reduce((sum, x) => sum + (x - ${mu}[j]) ** 2, 0) / row.length) || 1, // constant features`,
    `);`,
    `for (const X of [${names}]) {`,
    `${unit}for (let j = 0; j < X.length; j++) X[j] = X[j].map((x) => (x - ${mu}[j]) / ${sigma}[j]);`,
    `}`,
  ];
}

/** One feature, a number for each example. */
function vector({ training, names, mu, sigma, unit }: Words): readonly string[] {
  return [
    `const ${mu} = ${training}.reduce((sum, x) => sum + x, 0) / ${training}.length;`,
    `const ${sigma} = Math.sqrt(${training}.reduce((sum, x) => sum + (x - ${mu}) ** 2, 0) / ${training}.length) || 1;`,
    `for (const X of [${names}]) {`,
    `${unit}for (let i = 0; i < X.length; i++) X[i] = (X[i] - ${mu}) / ${sigma};`,
    `}`,
  ];
}

function placed(node: SyntaxNode, source: SourceText): PlacedStatement {
  const declaration =
    node.name === 'ExportDeclaration' ? (node.getChild('FunctionDeclaration') ?? node) : node;
  const defines = /^(Function|Class|Import|Interface|TypeAlias)Declaration$/.test(declaration.name);
  const facts = factsOf(node, source);
  const trains = !defines && facts.calls.some(({ name }) => trainingName.test(name));
  return { facts, defines, trains, ...source.lines(node) };
}

/** Whether lines of the file end in semicolons. */
function semicolons(text: string): boolean {
  const ended = text.match(/;[ \t]*(\/\/.*)?$/gm)?.length ?? 0;
  const open = text.match(/[\w)\]'"][ \t]*$/gm)?.length ?? 0;
  return ended >= open / 2;
}
