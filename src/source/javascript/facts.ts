import type { SyntaxNode } from '@lezer/common';
import type { CallFact, StatementFacts } from '../statements';
import { childrenOf, type SourceText } from '../syntax';
import { isFunctionNode } from './parse';
import { bare, updatesBy } from './updates';

const changing = /^(push|unshift|splice|pop|shift|fill|set|sort|reverse|copyWithin|add|delete|clear)$/;

/** What a statement does with names. Bodies of named functions inside are left out; callbacks count. */
export function factsOf(root: SyntaxNode, source: SourceText): StatementFacts {
  const binds = new Set<string>();
  const changes = new Set<string>();
  const reads = new Set<string>();
  const local = new Set<string>();
  const calls: CallFact[] = [];
  const steps: string[] = [];

  const assignment = (node: SyntaxNode): void => {
    const [target, operator, value] = childrenOf(node);
    if (target === undefined || operator === undefined || value === undefined) return;
    const written = bare(target, source);
    if (target.name === 'VariableName') binds.add(written);
    else if (target.name === 'MemberExpression') {
      changes.add(rootOf(target, source));
      visit(target);
    }
    if (operator.name === 'Equals') {
      const text = bare(value, source);
      if (text.startsWith(written) && /^[-+]/.test(text.slice(written.length))) steps.push(written);
      const updates = updatesBy(target, value, source);
      updates.assigned.forEach((name) => binds.add(name));
      steps.push(...updates.steps);
    } else {
      reads.add(rootOf(target, source));
      if (/^[-+]=$/.test(source.of(operator))) steps.push(written);
    }
    visit(value);
  };

  const visit = (node: SyntaxNode): void => {
    const inside = node.from !== root.from || node.to !== root.to;
    if (inside && (node.name === 'FunctionDeclaration' || node.name === 'ClassDeclaration')) {
      const name = node.getChild('VariableDefinition');
      if (name !== null) binds.add(source.of(name));
      return;
    }
    if (node.name === 'VariableDefinition') {
      (insideFunction(node, root) ? local : binds).add(source.of(node));
      return;
    }
    if (node.name === 'VariableName') reads.add(source.of(node));
    else if (node.name === 'AssignmentExpression') return assignment(node);
    else if (node.name === 'CallExpression') {
      const call = callOf(node, source);
      calls.push(call);
      if (changing.test(call.name) && call.root !== call.text) changes.add(call.root);
    }
    if (/^Type|Type$|^Interface/.test(node.name)) return;
    childrenOf(node).forEach(visit);
  };
  visit(root);
  // A callback's own names, and those a loop makes for itself, are nobody else's.
  for (const name of local) reads.delete(name);
  for (const name of binds) if (!steps.includes(name)) reads.delete(name);
  return { binds, changes, reads, calls, steps };
}

function insideFunction(node: SyntaxNode, root: SyntaxNode): boolean {
  for (let at = node.parent; at !== null && at.from >= root.from && at.to <= root.to; at = at.parent) {
    if (isFunctionNode(at)) return true;
    if (at.from === root.from && at.to === root.to) break;
  }
  return false;
}

function callOf(node: SyntaxNode, source: SourceText): CallFact {
  const callee = node.firstChild!;
  const text = bare(callee, source);
  const name = /([\p{L}_$][\p{L}\p{N}_$]*)$/u.exec(text)?.[1] ?? '';
  const keywords = (node.getChild('ArgList')?.getChildren('ObjectExpression') ?? []).flatMap((object) =>
    object.getChildren('Property').map((property) => source.of(property.firstChild ?? property)),
  );
  return { text, root: rootOf(callee, source), name, keywords };
}

/** `net` of `net.layers[0].W`. */
function rootOf(node: SyntaxNode, source: SourceText): string {
  let current = node;
  while (/^(Member|Call|Postfix|Parenthesized)Expression$/.test(current.name)) {
    const inside =
      current.name === 'ParenthesizedExpression' ? current.childAfter(current.from + 1) : current.firstChild;
    if (inside === null) break; // a text in the middle of being written
    current = inside;
  }
  return source.of(current);
}
