import type { MathNode } from 'mathjs';
import type { TraceReply } from '../../protocol/host';
import { wireNumber } from '../wire';
import type { CompiledModel } from './compile';
import { expandCost } from './expand';
import { mathematics } from './mathematics';

type Symbolic = NonNullable<TraceReply['symbolic']>[number];

/** Nodes of an expanded cost beyond which its derivative is neither quick to make nor good to read. */
const largestCost = 200;

/**
 * A third opinion: mathjs's own derivative of the cost with respect to each parameter that is a number, where all
 * parameters are, evaluated at their values. Empty where mathjs cannot differentiate the cost.
 */
export function symbolicDerivatives(
  model: CompiledModel,
  parameters: Readonly<Record<string, unknown>>,
): Symbolic[] {
  const values = Object.entries(parameters);
  if (!values.every(([, value]) => typeof value === 'number')) return [];
  const cost = expandCost(model);
  if (cost === null || countNodes(cost) > largestCost) return [];
  return values.flatMap(([tensor]) => derivative(cost, tensor, new Map(values)));
}

function derivative(cost: MathNode, tensor: string, values: ReadonlyMap<string, unknown>): Symbolic[] {
  try {
    const node = mathematics().derivative(cost, tensor);
    const value: unknown = node.compile().evaluate(new Map(values) as never);
    return typeof value === 'number'
      ? [{ tensor, expression: node.toString(), value: wireNumber(value) }]
      : [];
  } catch {
    return []; // a function that mathjs does not know how to differentiate
  }
}

function countNodes(node: MathNode): number {
  let count = 0;
  node.traverse(() => count++);
  return count;
}
