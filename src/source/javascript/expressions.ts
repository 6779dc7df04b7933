import type { SyntaxNode } from '@lezer/common';
import { childrenOf, type SourceText } from '../syntax';

/** Which expressions can make or change an array or a number that matters, told from their syntax alone. */

const harmlessRoots =
  /^(Math|Number|String|Boolean|console|JSON|performance|Date|isNaN|isFinite|parseFloat|parseInt|Symbol|BigInt|super|import|require|eval)$/;
const changingMethods = /^(push|unshift|splice|fill|set|reverse|sort|copyWithin|pop|shift)$/;

/** True for a call whose result is worth watching; false also inside optional chains, which must stay in one piece. */
export function makesValue(call: SyntaxNode, source: SourceText): boolean {
  if (hasOptionalLink(call)) return false;
  let root = call.firstChild;
  while (root !== null && root.name === 'MemberExpression') root = root.firstChild;
  return root !== null && !harmlessRoots.test(source.of(root));
}

function hasOptionalLink(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | null = node; at !== null; at = at.firstChild) {
    if (at.getChild('?.') !== null || childrenOf(at).some((child) => child.name === '?.')) return true;
    if (!/^(Call|Member|Postfix)Expression$/.test(at.name)) return false;
  }
  return false;
}

/** `a * b`, `-a`, `c ? a / m : 0`: what computes a number, unless it is made of literals only. */
export function isArithmetic(node: SyntaxNode, source: SourceText): boolean {
  if (node.name === 'ParenthesizedExpression') {
    const inner = node.firstChild?.nextSibling ?? null;
    return inner !== null && isArithmetic(inner, source);
  }
  const named = () => /[\p{L}_$]/u.test(source.of(node));
  if (node.name === 'BinaryExpression') return node.getChild('ArithOp') !== null && named();
  if (node.name === 'UnaryExpression') return /^[-+]/.test(source.of(node)) && named();
  if (node.name === 'ConditionalExpression') {
    return childrenOf(node)
      .slice(1)
      .some((child) => isArithmetic(child, source));
  }
  return false;
}

/** The array that `push` and its relatives change; null if the call is none of these, or not on a plain path. */
export function changedByCall(call: SyntaxNode, source: SourceText): SyntaxNode | null {
  const callee = call.firstChild;
  if (callee?.name !== 'MemberExpression') return null;
  const name = callee.getChild('PropertyName');
  if (name === null || !changingMethods.test(source.of(name))) return null;
  const base = callee.firstChild!;
  return pathsOf(base, source) === null ? null : base;
}

/**
 * All objects that a path such as `this.grads[l][i]` passes, as texts: they can be looked up once more without anything
 * happening. Null if the expression is more than a path.
 */
export function pathsOf(node: SyntaxNode, source: SourceText): readonly string[] | null {
  if (node.name === 'VariableName') return [source.of(node)];
  if (node.name === 'this') return [];
  if (node.name === 'PostfixExpression' && /!$/.test(source.of(node)))
    return pathsOf(node.firstChild!, source);
  if (node.name !== 'MemberExpression' || childrenOf(node).some((child) => child.name === '?.')) return null;
  const before = pathsOf(node.firstChild!, source);
  if (before === null) return null;
  const text = source.of(node);
  if (node.getChild('[') === null) return [...before, text];
  const index = text.slice(node.firstChild!.to - node.from);
  return /[(`=]|\+\+|--|\bawait\b|\byield\b|\?\./.test(index) ? null : [...before, text];
}

/** True for `a[i]`, false for `a.b`. */
export function isElement(node: SyntaxNode): boolean {
  const inner = node.name === 'PostfixExpression' ? node.firstChild! : node;
  return inner.name === 'MemberExpression' && inner.getChild('[') !== null;
}

/** The object whose element is assigned. */
export function baseOf(element: SyntaxNode): SyntaxNode {
  const inner = element.name === 'PostfixExpression' ? element.firstChild! : element;
  return inner.firstChild!;
}

/** The text between the brackets of an element, if it can be evaluated once more without anything happening. */
export function indexOf(element: SyntaxNode, source: SourceText): string | null {
  if (pathsOf(element, source) === null) return null;
  const inner = element.name === 'PostfixExpression' ? element.firstChild! : element;
  const open = inner.getChild('[');
  return open === null ? null : source.text.slice(open.to, inner.to - 1);
}
