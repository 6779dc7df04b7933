import type { SyntaxNode } from '@lezer/common';
import type { Place } from '../../core/place';
import { childrenOf, type SourceText } from '../syntax';
import { baseOf, changedByCall, indexOf, isArithmetic, isElement, makesValue, pathsOf } from './expressions';
import { functionName } from './outline';
import { isFunctionNode } from './parse';
import type { Places } from './sites';

/**
 * Rewrites a file so that what can make or change an array passes a probe. Lines stay the user's.
 *
 *     const dW = matmul(dZ, A)   →  const dW = __gl.r(__gl.c(1), matmul(dZ, A))
 *     return { db: sum / m }     →  return { db: __gl.v(2, sum / m) }
 *     dW[i][j] += d * x          →  dW[i][j] += d * x, __gl.on && __gl.w(3, [dW, dW[i]], j)
 *
 * `c` notes that a call begins and `r` that it returned, `v` sees a value, `w` a change in place. Each gives back what
 * the expression gives.
 */
export class Instrumenter {
  constructor(
    private readonly source: SourceText,
    private readonly places: Places,
    /** The list that new places are added to; probes name them by index. */
    private readonly sites: Place[],
    /** What is put before closing braces, by their position. */
    private readonly endings: ReadonlyMap<number, string> = new Map(),
  ) {}

  statement(node: SyntaxNode): string {
    return this.#emit(node, '');
  }

  #emit(node: SyntaxNode, name: string): string {
    if (untouched.test(node.name)) return this.source.of(node);
    if (isFunctionNode(node))
      return this.#inner(node, name === 'gradientLens' ? name : functionName(node, this.source) || name);
    switch (node.name) {
      case 'CallExpression':
        return this.#call(node, name);
      case 'NewExpression':
        return this.#returned(node, name, this.#inner(node, name));
      case 'ArrayExpression':
        if (!/[(\p{L}_$]/u.test(this.source.of(node)) && node.parent?.name === 'ArrayExpression')
          return this.source.of(node);
        return this.#seen(node, name, this.#inner(node, name));
      case 'AssignmentExpression':
        return this.#assignment(node, name);
      case 'ImportMeta':
        return '__glMeta';
      default:
        if (isArithmetic(node, this.source) && isKept(node))
          return this.#seen(node, name, this.#inner(node, name));
        return this.#inner(node, name);
    }
  }

  /** The text of a node with its children rewritten. */
  #inner(node: SyntaxNode, name: string): string {
    let text = '';
    let at = node.from;
    for (const child of childrenOf(node)) {
      text += this.source.text.slice(at, child.from);
      text += (this.endings.get(child.from) ?? '') + this.#emit(child, name);
      at = child.to;
    }
    return text + this.source.text.slice(at, node.to);
  }

  #call(node: SyntaxNode, name: string): string {
    const inner = this.#inner(node, name);
    const text = makesValue(node, this.source) ? this.#returned(node, name, inner) : inner;
    const changed = changedByCall(node, this.source);
    return changed === null ? text : this.#changed(node, name, text, changed);
  }

  #assignment(node: SyntaxNode, name: string): string {
    const [target, operator, value] = childrenOf(node);
    if (target === undefined || operator === undefined || value === undefined) return this.source.of(node);
    const pattern = !/^(VariableName|MemberExpression|PostfixExpression)$/.test(target.name);
    const left = pattern ? this.source.of(target) : this.#inner(target, name);
    const between = (from: SyntaxNode, to: SyntaxNode) => this.source.text.slice(from.to, to.from);
    const text =
      left +
      between(target, operator) +
      this.source.of(operator) +
      between(operator, value) +
      this.#emit(value, name);
    if (isElement(target))
      return this.#changed(node, name, text, baseOf(target), indexOf(target, this.source));
    return operator.name === 'Equals' || pattern ? text : this.#seen(node, name, text);
  }

  #seen(node: SyntaxNode, name: string, text: string): string {
    return `__gl.v(${this.#site(node, name)}, ${text})`;
  }

  #returned(node: SyntaxNode, name: string, text: string): string {
    return `__gl.r(__gl.c(${this.#site(node, name)}), ${text})`;
  }

  #changed(
    node: SyntaxNode,
    name: string,
    text: string,
    base: SyntaxNode,
    index: string | null = null,
  ): string {
    const paths = pathsOf(base, this.source);
    if (paths === null || paths.length === 0) return text;
    const place = index === null ? '' : `, ${index}`;
    const report = `__gl.on && __gl.w(${this.#site(node, name)}, [${paths.join(', ')}]${place})`;
    return node.parent?.name === 'ExpressionStatement' ? `${text}, ${report}` : `__gl.k(${text}, ${report})`;
  }

  #site(node: SyntaxNode, name: string): number {
    return this.sites.push(this.places.of(node, name)) - 1;
  }
}

/** Types, imports and decorators hold nothing that runs, or must stay as they are. */
const untouched =
  /^(ImportDeclaration|Decorator|Type\w*|\w+Type|Interface\w*|Ambient\w*|Enum\w*|Namespace\w*|ExportGroup|ArrayPattern|ObjectPattern|\w*Comment)$/;

/** True where the value of an expression is given a name, kept or returned. */
function isKept(node: SyntaxNode): boolean {
  const { parent } = node;
  switch (parent?.name) {
    case 'VariableDeclaration':
      return parent.parent?.name !== 'ForSpec' && node.prevSibling?.name === 'Equals';
    case 'AssignmentExpression':
      return parent.getChild('Equals') !== null && !isElement(parent.firstChild!);
    case 'ReturnStatement':
    case 'ArrayExpression':
      return true;
    case 'Property':
      return node.prevSibling?.name === ':';
    case 'ArrowFunction':
      return node.prevSibling?.name === 'Arrow';
    default:
      return false;
  }
}
