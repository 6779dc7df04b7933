import type { FunctionAssignmentNode, FunctionNode, MathNode, OperatorNode, SymbolNode } from 'mathjs';
import type { CompiledModel } from './compile';
import { mathematics } from './mathematics';

/** Levels of definitions within definitions; a function that calls itself has no end. */
const maximumDepth = 50;
/** Operations for each component, and what they are for numbers. */
const plain: Readonly<Record<string, readonly [string, string]>> = {
  dotMultiply: ['*', 'multiply'],
  dotDivide: ['/', 'divide'],
  dotPow: ['^', 'pow'],
};

/**
 * The cost as one expression of parameters and numbers: what `let` defines is put in its place. For models whose values are
 * all numbers; null where that cannot be done.
 */
export function expandCost(model: CompiledModel): MathNode | null {
  const math = mathematics();
  const definitions = new Map(model.definitions.map((statement) => [statement.name, statement.work]));
  if (model.cost.work.kind === 'data') return null;

  const expand = (node: MathNode, own: ReadonlyMap<string, MathNode>, depth: number): MathNode => {
    if (depth > maximumDepth) throw new Unexpandable();
    const inner = (child: MathNode) => expand(child, own, depth + 1);
    if (node.type === 'SymbolNode') {
      const { name } = node as SymbolNode;
      const argument = own.get(name);
      if (argument !== undefined) return argument;
      const work = definitions.get(name);
      if (work === undefined) return node;
      if (work.kind === 'expression') return parenthesized(expand(work.node, new Map(), depth + 1));
      if (typeof work.value !== 'number') throw new Unexpandable();
      return new math.ConstantNode(work.value);
    }
    if (node.type === 'FunctionNode') {
      const { fn, args } = node as FunctionNode;
      const work = definitions.get((fn as unknown as SymbolNode).name);
      if (work?.kind === 'expression') {
        const { type, params, expr } = work.node as FunctionAssignmentNode;
        if (type !== 'FunctionAssignmentNode' || params.length !== args.length) throw new Unexpandable();
        const given = new Map(params.map((name, i) => [name, parenthesized(inner(args[i] as MathNode))]));
        return parenthesized(expand(expr, given, depth + 1));
      }
      return new math.FunctionNode((fn as unknown as SymbolNode).name, args.map(inner));
    }
    if (node.type === 'OperatorNode') {
      const { op, fn, args } = node as OperatorNode;
      const [symbol, name] = plain[fn] ?? [op, fn];
      return new math.OperatorNode(symbol as never, name as never, args.map(inner) as never);
    }
    if (['ParenthesisNode', 'ConstantNode', 'ConditionalNode', 'RelationalNode'].includes(node.type)) {
      return node.map(inner);
    }
    throw new Unexpandable();
  };

  const parenthesized = (node: MathNode): MathNode =>
    node.type === 'OperatorNode' ? new math.ParenthesisNode(node) : node;

  try {
    return expand(model.cost.work.node, new Map(), 0);
  } catch (error) {
    if (error instanceof Unexpandable) return null;
    throw error;
  }
}

class Unexpandable extends Error {}
