import type { SyntaxNode } from '@lezer/common';
import type { Description, ParameterFact } from '../../core/binding/inventory';
import { looksLikeParameter } from '../../core/binding/names';
import { childrenOf, type SourceText } from '../syntax';

/** The parameters of a function, as far as its text tells them. */
export function parametersOf(list: SyntaxNode | null, source: SourceText): readonly ParameterFact[] {
  const parameters: ParameterFact[] = [];
  for (const group of groupsOf(list)) {
    const target = group.find((node) => /^(VariableDefinition|ObjectPattern|ArrayPattern)$/.test(node.name));
    if (target === undefined) continue;
    const name = target.name === 'VariableDefinition' ? source.of(target) : patternName(target, source);
    if (group.some((node) => node.name === 'Spread')) {
      parameters.push({ name, kind: 'rest' });
      continue;
    }
    const equals = group.findIndex((node) => node.name === 'Equals');
    const value = group[equals + 1];
    if (equals >= 0 && value !== undefined) {
      parameters.push({ name, kind: 'positional', default: literal(value, source) });
    } else if (group.some((node) => node.name === 'Optional')) {
      parameters.push({ name, kind: 'positional', default: { type: 'none' } });
    } else {
      parameters.push({ name, kind: 'positional' });
    }
  }
  return parameters;
}

/** The nodes of each parameter. */
function groupsOf(list: SyntaxNode | null): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]];
  for (const child of list === null ? [] : childrenOf(list)) {
    if (child.name === ',') groups.push([]);
    else if (child.name !== '(' && child.name !== ')') groups.at(-1)!.push(child);
  }
  return groups.filter((group) => group.length > 0);
}

/** A pattern has no name of its own; `{ W1, b1 }` takes parameters, `{ Z1, A1 }` what a forward pass kept. */
function patternName(pattern: SyntaxNode, source: SourceText): string {
  const names = childrenOf(pattern)
    .filter((child) => child.name === 'PatternProperty' || child.name === 'VariableDefinition')
    .map((child) => /^[\w$]+/.exec(source.of(child))?.[0] ?? '');
  if (names.length > 0 && names.every((name) => /^(x|y|inputs?|labels?|targets?)\w*$/i.test(name)))
    return 'data';
  return names.some(looksLikeParameter) ? 'params' : 'cache';
}

/** What a default value looks like. Only literals are told; nothing is run for it. */
function literal(node: SyntaxNode, source: SourceText): Description {
  const text = source.of(node);
  const value = Number(text.replace(/_/g, ''));
  if (/^-?(\d|\.\d)/.test(text) && Number.isFinite(value)) {
    return { type: 'number', value, integer: Number.isInteger(value) };
  }
  if (text === 'true' || text === 'false') return { type: 'boolean', value: text === 'true' };
  if (text === 'null' || text === 'undefined') return { type: 'none' };
  if (node.name === 'String') return { type: 'text', value: text.slice(1, -1) };
  return { type: 'other', className: 'expression' };
}
