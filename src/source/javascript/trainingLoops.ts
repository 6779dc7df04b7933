import type { SyntaxNode } from '@lezer/common';
import type { LeftOut } from '../../core/binding/inventory';
import type { TrainingLoop } from '../../core/binding/script/trainingLoop';
import { loopFacts, type LoopSyntax } from '../loopFacts';
import type { StatementFacts } from '../statements';
import { childrenOf, SourceText } from '../syntax';
import { factsOf } from './facts';
import { isFunctionNode, parseJavaScript } from './parse';
import { awaitsAtTopLevel } from './topLevel';

/** The top-level loops of a JavaScript or TypeScript file that train, among the statements that are left out. */
export function trainingLoopsInJavaScript(
  text: string,
  typescript: boolean,
  leftOut: readonly LeftOut[],
): readonly TrainingLoop[] {
  const source = new SourceText(text);
  const syntax = javascriptLoops(source);
  const out = new Set(leftOut.map(({ line }) => line));
  const statements = childrenOf(parseJavaScript(text, typescript));
  return statements.flatMap((node): readonly TrainingLoop[] => {
    if (!isLoop(node) || !out.has(source.lines(node).line) || awaitsAtTopLevel(node)) return [];
    const facts = loopFacts(node, source, syntax);
    if (facts === null || facts.once.some((loop) => blockOf(loop) === null)) return [];
    const others = statements.filter((other) => other.from !== node.from);
    if (redeclares(node, others, source)) return [];
    return [{ ...facts.loop, returns: ownNames(facts.once, source) }];
  });
}

/** A loop of which one pass can be made a function. */
export function isLoop(node: SyntaxNode): boolean {
  return node.name === 'ForStatement' || node.name === 'WhileStatement';
}

/** The block of a loop; null for a loop around a single statement. */
export function blockOf(loop: SyntaxNode): SyntaxNode | null {
  return loop.lastChild?.name === 'Block' ? loop.lastChild : null;
}

const statement = /Statement$|^(VariableDeclaration|FunctionDeclaration|ClassDeclaration|Block)$/;
const compound = /^(For|While|Do|If|Try|Labeled)Statement$|^(Block|CatchClause|FinallyClause)$/;

function javascriptLoops(source: SourceText): LoopSyntax {
  return {
    isLoop,
    body: blockOf,
    statements: (block) => childrenOf(block).filter(({ name }) => statement.test(name)),
    parts: (node) =>
      compound.test(node.name)
        ? childrenOf(node).filter(({ name }) => statement.test(name) || compound.test(name))
        : null,
    facts: (node) => ownFacts(node, source),
  };
}

/** Sums that a callback builds up in variables of its own are no updates. */
function ownFacts(node: SyntaxNode, source: SourceText): StatementFacts {
  const facts = factsOf(node, source);
  const own = declaredInCallbacks(node, source);
  return { ...facts, steps: facts.steps.filter((step) => !own.has(/^[^.[]*/.exec(step)![0])) };
}

function declaredInCallbacks(node: SyntaxNode, source: SourceText): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (inner: SyntaxNode, within: boolean): void => {
    if (within && inner.name === 'VariableDeclaration')
      definitions(inner).forEach((name) => found.add(source.of(name)));
    childrenOf(inner).forEach((child) => visit(child, within || isFunctionNode(inner)));
  };
  visit(node, false);
  return found;
}

/** Names that can be read at the end of the innermost block: of its own declarations, and of the loops around it. */
function ownNames(once: readonly SyntaxNode[], source: SourceText): readonly string[] {
  const names = new Set<string>();
  for (const loop of once) {
    const heads = childrenOf(loop).filter(({ name }) => /^For\w*Spec$/.test(name));
    const declared = [...heads, ...childrenOf(blockOf(loop)!)].flatMap((node) =>
      node.name === 'VariableDeclaration' || /Spec$/.test(node.name) ? definitions(node) : [],
    );
    declared.forEach((name) => names.add(source.of(name)));
  }
  varsIn(once[0]!).forEach((name) => names.add(source.of(name)));
  return [...names];
}

/** True where a `var` of the loop's body is the same variable as one outside, which it would not be in a function. */
function redeclares(loop: SyntaxNode, others: readonly SyntaxNode[], source: SourceText): boolean {
  const outside = new Set(
    others
      .flatMap((node) => [...(node.name === 'VariableDeclaration' ? definitions(node) : []), ...varsIn(node)])
      .map((name) => source.of(name)),
  );
  return varsIn(loop)
    .filter((name) => !inHead(name))
    .some((name) => outside.has(source.of(name)));
}

function inHead(name: SyntaxNode): boolean {
  return /Spec$/.test(name.parent?.name ?? '') || /Spec$/.test(name.parent?.parent?.name ?? '');
}

/** Definitions by `var` in a statement, wherever they stand outside of functions. */
function varsIn(node: SyntaxNode): readonly SyntaxNode[] {
  if (isFunctionNode(node) || node.name === 'ClassDeclaration') return [];
  if (node.name === 'VariableDeclaration' || /^For(Of|In)Spec$/.test(node.name))
    return node.getChild('var') === null ? [] : definitions(node);
  return childrenOf(node).flatMap(varsIn);
}

function definitions(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.name === 'VariableDefinition') return [node];
  if (isFunctionNode(node) || /Expression$/.test(node.name)) return [];
  return childrenOf(node).flatMap(definitions);
}
