import type { SyntaxNode } from '@lezer/common';
import type { LeftOut } from '../core/binding/inventory';
import type { TrainingLoop } from '../core/binding/script/trainingLoop';
import { loopFacts, type LoopSyntax } from './loopFacts';
import { parsePython } from './parse';
import { factsOf } from './statements';
import { childrenOf, SourceText } from './syntax';

/**
 * The loops of a script that train at its top level, among the statements that are left out: one pass through such a
 * loop computes a cost, gradients, and new parameters, with no function in sight.
 */
export function trainingLoops(
  text: string,
  leftOut: readonly LeftOut[],
  statements: readonly SyntaxNode[] = childrenOf(parsePython(text)),
): readonly TrainingLoop[] {
  const source = new SourceText(text);
  const syntax = pythonLoops(source);
  const out = new Set(leftOut.map(({ line }) => line));
  return statements.flatMap((node): readonly TrainingLoop[] => {
    if (!isLoop(node) || !out.has(source.lines(node).line)) return [];
    const facts = loopFacts(node, source, syntax);
    return facts === null ? [] : [facts.loop];
  });
}

function isLoop(node: SyntaxNode): boolean {
  return node.name === 'ForStatement' || node.name === 'WhileStatement';
}

const compound = /^(For|While|If|With|Try)Statement$|^(Body|StatementGroup)$/;

function pythonLoops(source: SourceText): LoopSyntax {
  return {
    isLoop,
    body: (loop) => loop.getChild('Body'),
    statements: (body) => childrenOf(body).filter(({ name }) => /Statement$|Group$|Definition$/.test(name)),
    parts: (statement) =>
      compound.test(statement.name)
        ? childrenOf(statement).filter(({ name }) => /Statement$|Definition$|^Body$|Group$/.test(name))
        : null,
    facts: (statement) => factsOf(statement, source),
  };
}
