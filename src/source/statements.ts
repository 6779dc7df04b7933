import type { SyntaxNode } from '@lezer/common';
import { childrenOf, type SourceText } from './syntax';

/** A call: `plt.plot(costs)` has the text `plt.plot`, the root `plt` and the name `plot`. */
export interface CallFact {
  readonly text: string;
  readonly root: string;
  readonly name: string;
  readonly keywords: readonly string[];
}

/** What a statement, or everything in a compound one, does with names. Bodies of functions inside are left out. */
export interface StatementFacts {
  /** Names that are bound: assigned, imported, defined, or a loop's variable. */
  readonly binds: ReadonlySet<string>;
  /** Names whose value is changed in place: `W -= ...`, `params["W1"] = ...`, `costs.append(...)`. */
  readonly changes: ReadonlySet<string>;
  readonly reads: ReadonlySet<string>;
  readonly calls: readonly CallFact[];
  /** Targets of steps such as `W1 -= lr * dW1`, `net.b -= ...` and `W1 = W1 - lr * dW1`. */
  readonly steps: readonly string[];
}

export function factsOf(root: SyntaxNode, source: SourceText): StatementFacts {
  const binds = new Set<string>();
  const changes = new Set<string>();
  const reads = new Set<string>();
  const local = new Set<string>();
  const calls: CallFact[] = [];
  const steps: string[] = [];

  const target = (node: SyntaxNode): void => {
    if (node.name === 'VariableName') binds.add(source.of(node));
    else if (node.name === 'MemberExpression') {
      changes.add(rootOf(node, source));
      visitChildren(node);
    } else if (/^(Tuple|Array|Parenthesized)Expression$/.test(node.name)) childrenOf(node).forEach(target);
  };

  const visit = (node: SyntaxNode): void => {
    switch (node.name) {
      case 'FunctionDefinition':
      case 'ClassDefinition': {
        const name = node.getChild('VariableName');
        if (name !== null) binds.add(source.of(name));
        return;
      }
      case 'ImportStatement':
        childrenOf(node)
          .filter((child) => child.name === 'VariableName')
          .forEach((child) => binds.add(source.of(child)));
        return;
      case 'AssignStatement': {
        const children = childrenOf(node);
        const last = children.findLastIndex((child) => child.name === 'AssignOp');
        children.slice(0, last).forEach((child) => target(child));
        children.slice(last + 1).forEach(visit);
        const written = source.text.slice(node.from, children[last]?.from ?? node.from).trim();
        const value = source.text.slice(children[last]?.to ?? node.to, node.to).trim();
        if (isStep(written, value)) steps.push(written);
        return;
      }
      case 'UpdateStatement': {
        const [first, ...rest] = childrenOf(node);
        if (first === undefined) return;
        changes.add(rootOf(first, source));
        if (/^[-+]=/.test(source.text.slice(first.to, node.to).trim())) steps.push(source.of(first));
        visit(first);
        rest.forEach(visit);
        return;
      }
      case 'ForStatement':
        for (const child of childrenOf(node)) {
          if (child.name === 'in') break;
          if (child.name !== 'for' && child.name !== 'async') target(child);
        }
        break;
      case 'CallExpression': {
        const call = callOf(node, source);
        if (call !== null) calls.push(call);
        if (call !== null && /^(append|extend|update|insert|add|pop|clear|sort|fill)$/.test(call.name))
          changes.add(call.root);
        break;
      }
      case 'VariableName':
        if (!isKeyword(node)) reads.add(source.of(node));
        return;
      case 'LambdaExpression':
        node
          .getChild('ParamList')
          ?.getChildren('VariableName')
          .forEach((child) => local.add(source.of(child)));
        break;
      default:
        if (/Comprehension/.test(node.name))
          comprehensionVariables(node).forEach((child) => local.add(source.of(child)));
    }
    visitChildren(node);
  };
  const visitChildren = (node: SyntaxNode): void => childrenOf(node).forEach(visit);

  visit(root);
  if (/^(For|While|If|With|Try)Statement$|^Body$/.test(root.name)) {
    for (const name of binds) if (!isReadBefore(name)) local.add(name);
  }
  for (const name of local) reads.delete(name);
  return { binds, changes, reads, calls, steps };

  /** In a compound statement a name that it binds itself counts as its own, except a running value. */
  function isReadBefore(name: string): boolean {
    return steps.includes(name);
  }
}

/** `W1 = W1 - lr * dW1`: the value starts from the target and something is subtracted or added. */
function isStep(written: string, value: string): boolean {
  return written !== '' && value.startsWith(written) && /^\s*[-+]/.test(value.slice(written.length));
}

function callOf(node: SyntaxNode, source: SourceText): CallFact | null {
  const callee = node.firstChild;
  if (callee === null) return null;
  const text = source.of(callee).replace(/\s+/g, '');
  const name = /([\p{L}_][\p{L}\p{N}_]*)$/u.exec(text)?.[1] ?? '';
  const keywords = (node.getChild('ArgList')?.getChildren('VariableName') ?? [])
    .filter(isKeyword)
    .map((child) => source.of(child));
  return { text, root: rootOf(callee, source), name, keywords };
}

function rootOf(node: SyntaxNode, source: SourceText): string {
  let current: SyntaxNode = node;
  while (current.name !== 'VariableName' && current.firstChild !== null) current = current.firstChild;
  return source.of(current);
}

/** The `axis` of `f(x, axis=0)`. */
function isKeyword(node: SyntaxNode): boolean {
  return node.parent?.name === 'ArgList' && node.nextSibling?.name === 'AssignOp';
}

function comprehensionVariables(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let inTarget = false;
  for (const child of childrenOf(node)) {
    if (child.name === 'for') inTarget = true;
    else if (child.name === 'in') inTarget = false;
    else if (inTarget && child.name === 'VariableName') found.push(child);
    else if (inTarget) found.push(...child.getChildren('VariableName'));
  }
  return found;
}
