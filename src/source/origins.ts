import type { SyntaxNode } from '@lezer/common';
import type { Place } from '../core/place';
import { isFunctionNode, parseJavaScript } from './javascript/parse';
import { factsOf as factsOfJavaScript } from './javascript/facts';
import { parsePython } from './parse';
import { factsOf, type StatementFacts } from './statements';
import { childrenOf, SourceText } from './syntax';

/** Where gradients come from, as their text says: which values several of them are made of. */

export type Dialect = 'python' | 'javascript' | 'typescript';

/** An assignment of a value that is the gradient of something in between, by its name. One-based line. */
export interface Origin {
  readonly name: string;
  readonly line: number;
}

type Extent = Pick<Place, 'line' | 'column' | 'endLine' | 'endColumn'>;

interface Step extends StatementFacts {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  /** It does more than hand a value on: `dZ = dA * (1 - A ** 2)`, but not `m = X.shape[1]`. */
  readonly computes: boolean;
}

/**
 * What all of the wrong gradients are made of and none of the right ones is: assignments of the function that makes
 * them, in order. Empty where they are not made in one function. It follows names from a line to the assignments above
 * it, so what a loop hands from one pass to the next is not seen.
 */
export function sharedOrigins(
  text: string,
  dialect: Dialect,
  wrong: readonly Extent[],
  right: readonly Extent[],
): readonly Origin[] {
  const source = new SourceText(text);
  const root = dialect === 'python' ? parsePython(text) : parseJavaScript(text, dialect === 'typescript');
  const scopes = wrong.map((place) => scopeOf(root, rangeOf(place, source)));
  const [scope] = scopes;
  if (scope === undefined || scopes.some(({ from, to }) => from !== scope.from || to !== scope.to)) return [];
  const steps = stepsIn(scope, source, dialect);
  const bad = wrong.map((place) => madeOf(rangeOf(place, source), steps));
  const good = right
    .filter((place) => inside(rangeOf(place, source), scope))
    .map((place) => madeOf(rangeOf(place, source), steps));
  const own = new Set(wrong.flatMap(({ line, endLine }) => [line, endLine]));
  return steps.flatMap((step, at) => {
    if (!step.computes || own.has(step.line)) return [];
    if (!bad.every((made) => made.has(at)) || good.some((made) => made.has(at))) return [];
    const [name] = [...step.binds, ...step.changes].filter(
      (one) => gradientLike.test(one) && !/^_*(grads|gradients)$/.test(one),
    );
    return name === undefined ? [] : [{ name, line: step.line }];
  });
}

/** `dZ1`, `d_hidden`, `grad_z`, `delta2`, `hidden_error`; `grads`, which holds all of them, is none. */
const gradientLike =
  /^_*(d_?[A-Z]|d_|d\d|d(hid|out|score|logit|pre|raw|act|in|x|y|z|h|a|s|u|o|p)|[gG]rad|nabla|[dD]elta|err|[∂δΔ])|([dD]eltas?|[eE]rrors?|[gG]rad(ient)?s?)_?\d*$/;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The offsets of a place; of one without extent, those of its line. */
function rangeOf({ line, column, endLine, endColumn }: Extent, source: SourceText): Range {
  const start = source.startOf(line);
  const last = source.endOf(endLine);
  if (line === endLine && endColumn <= column)
    return { from: start + /^\s*/.exec(source.text.slice(start, last))![0].length, to: last };
  return { from: start + column - 1, to: Math.min(last, source.startOf(endLine) + endColumn - 1) };
}

function inside(inner: Range, outer: Range): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

/** The innermost function around a range; else the whole file. */
function scopeOf(root: SyntaxNode, range: Range): SyntaxNode {
  let scope = root;
  const visit = (node: SyntaxNode): void => {
    for (const child of childrenOf(node)) {
      if (!inside(range, child)) continue;
      if (isFunction(child)) scope = child;
      visit(child);
    }
  };
  visit(root);
  return scope;
}

function isFunction(node: SyntaxNode): boolean {
  return node.name === 'FunctionDefinition' || isFunctionNode(node);
}

const simple =
  /^(Assign|Update|Expression|Return|Delete)Statement$|^(VariableDeclaration|ExpressionStatement|ReturnStatement)$/;

/** The simple statements of a function, in order, without those of functions inside it. */
function stepsIn(scope: SyntaxNode, source: SourceText, dialect: Dialect): readonly Step[] {
  const facts = dialect === 'python' ? factsOf : factsOfJavaScript;
  const steps: Step[] = [];
  const visit = (node: SyntaxNode): void => {
    for (const child of childrenOf(node)) {
      if (simple.test(child.name)) {
        const { line } = source.lines(child);
        steps.push({
          ...facts(child, source),
          from: child.from,
          to: child.to,
          line,
          computes: computes(child),
        });
      } else if (!isFunction(child) && !/^Class/.test(child.name)) visit(child);
    }
  };
  visit(scope);
  return steps;
}

/** An operator, or a call with an argument that is one: `len(X)` and `cache["Z"]` compute nothing of their own. */
function computes(node: SyntaxNode): boolean {
  let found = false;
  node.cursor().iterate(({ name }) => {
    found ||= /^(BinaryExpression|ConditionalExpression|CallExpression|UpdateStatement|UpdateOp)$/.test(name);
    return !found;
  });
  return found;
}

/** Indices of the assignments that a value is made of, by the names that its text reads. */
function madeOf(range: Range, steps: readonly Step[]): ReadonlySet<number> {
  const made = new Set<number>();
  const follow = (names: ReadonlySet<string>, before: number): void => {
    for (const name of names) {
      for (let at = before - 1; at >= 0; at--) {
        const { binds, changes, reads } = steps[at]!;
        if (!binds.has(name) && !changes.has(name)) continue;
        if (!made.has(at)) {
          made.add(at);
          follow(reads, at);
        }
        if (binds.has(name)) break;
      }
    }
  };
  steps.forEach((step, at) => {
    if (step.from < range.to && range.from < step.to) follow(step.reads, at);
  });
  return made;
}
