import type { SyntaxNode } from '@lezer/common';
import type { Orientation } from '../../core/normalization/view';
import { leaveOut } from '../leaveOut';
import { outlinePython, statementsOf, type Statement } from '../outline';
import { parsePython } from '../parse';
import { childrenOf, SourceText } from '../syntax';
import { freeNames, lineAfterLast, newlineOf, type PlacedStatement } from './place';
import type { Snippet, SnippetSplit } from './snippetText';

/** @param splits the training split first */
export function pythonSnippet(
  text: string,
  splits: readonly SnippetSplit[],
  orientation: Orientation,
): Snippet | null {
  const names = splits.map(({ name }) => name);
  const place = placeIn(text, names);
  if (place === null) return null;
  const [mu, sigma] = freeNames(text, ['mu', 'sigma']) as [string, string];
  const training = names[0]!;
  const imported = numpyName(text);
  const np = imported ?? 'np';
  // The last axis also of images, and of vectors.
  const axis = orientation === 'examples-first' ? 0 : -1;
  const lines = [
    ...(imported === null ? ['import numpy as np'] : []),
    `# Normalize every split with the mean and standard deviation of ${training}.`,
    `${mu} = ${np}.mean(${training}, axis=${axis}, keepdims=True)`,
    `${sigma} = ${np}.std(${training}, axis=${axis}, keepdims=True)`,
    `${sigma} = ${np}.where(${sigma} == 0, 1, ${sigma})  # constant features`,
    ...names.map((name) => `${name} = (${name} - ${mu}) / ${sigma}`),
  ];
  const newline = newlineOf(text);
  return { afterLine: place.line, text: lines.map((line) => place.indent + line + newline).join('') };
}

interface Place {
  readonly line: number;
  readonly indent: string;
}

/** At the top level, or in the main block or the one function that makes all splits. */
function placeIn(text: string, names: readonly string[]): Place | null {
  const source = new SourceText(text);
  const outline = outlinePython(text);
  const left = new Set(
    leaveOut(outline)
      .filter(({ reason }) => trains(reason))
      .map(({ line }) => line),
  );
  const root = parsePython(text);
  const at = (nodes: readonly SyntaxNode[]): Place | null => {
    const statements = nodes.flatMap((node) => statementsOf(node, source));
    const inside = new Set(
      leaveOut({ ...outline, statements })
        .filter(({ reason }) => trains(reason))
        .map(({ line }) => line),
    );
    const line = lineAfterLast(
      statements.map((one) => placed(one, left.has(one.line) || inside.has(one.line))),
      names,
    );
    const first = nodes[0];
    return line === null || first === undefined ? null : { line, indent: indentOf(first, source) };
  };
  const top = childrenOf(root);
  const found = at(top);
  if (found !== null) return found;
  // Made at the top level, but with no place for it: no function will do.
  if (
    outline.statements.some((one) => one.kind !== 'main' && names.some((name) => one.facts.binds.has(name)))
  )
    return null;
  const bodies = top
    .filter(({ name }) => name === 'IfStatement' || name === 'FunctionDefinition')
    .flatMap((node) => node.getChildren('Body'))
    .map((body) => at(childrenOf(body).filter(({ name }) => name !== ':')))
    .filter((place) => place !== null);
  return bodies.length === 1 ? bodies[0]! : null;
}

function trains(reason: string): boolean {
  return /train|runs the model|checks gradients/.test(reason);
}

function placed({ kind, facts, line, endLine }: Statement, training: boolean): PlacedStatement {
  const defines = kind === 'function' || kind === 'class' || kind === 'main' || kind === 'import';
  return { facts, line, endLine, defines, trains: training && !defines };
}

function indentOf(node: SyntaxNode, source: SourceText): string {
  const before = source.text.slice(0, node.from);
  return /[^\r\n]*$/.exec(before)![0].replace(/\S.*$/, '');
}

/** What numpy goes by in the file; null if it is not imported. */
function numpyName(text: string): string | null {
  const found = /^[ \t]*import[ \t]+numpy(?:[ \t]+as[ \t]+(\w+))?[ \t]*(?:#.*|,.*|;.*)?\r?$/m.exec(text);
  return found === null ? null : (found[1] ?? 'numpy');
}
