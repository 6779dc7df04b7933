import type { SyntaxNode } from '@lezer/common';
import type { Description, ParameterFact } from '../../core/binding/inventory';
import { looksLikeParameter } from '../../core/binding/names';
import { childrenOf, type SourceText } from '../syntax';

/** The parameters of a function, as far as its text tells them. Options taken apart are one `keyword` each. */
export function parametersOf(list: SyntaxNode | null, source: SourceText): readonly ParameterFact[] {
  const parameters: ParameterFact[] = [];
  for (const group of groupsOf(list)) {
    const target = group.find((node) => /^(VariableDefinition|ObjectPattern|ArrayPattern)$/.test(node.name));
    if (target === undefined) continue;
    const fallback = defaultOf(group, source);
    const optional = fallback !== null || group.some((node) => node.name === 'Optional');
    const options = target.name === 'ObjectPattern' ? optionsOf(target, optional, source) : null;
    if (options !== null) {
      parameters.push(...options);
      continue;
    }
    const name = target.name === 'VariableDefinition' ? source.of(target) : patternName(target, source);
    if (group.some((node) => node.name === 'Spread')) parameters.push({ name, kind: 'rest' });
    else if (fallback !== null) parameters.push({ name, kind: 'positional', default: fallback });
    else if (optional) parameters.push({ name, kind: 'positional', default: { type: 'none' } });
    else parameters.push({ name, kind: 'positional' });
  }
  return parameters;
}

/** What stands after the equals sign among these nodes. */
function defaultOf(nodes: readonly SyntaxNode[], source: SourceText): Description | null {
  const value = nodes[nodes.findIndex((node) => node.name === 'Equals') + 1];
  return nodes.some((node) => node.name === 'Equals') && value !== undefined ? literal(value, source) : null;
}

const setting =
  /(lambd|λ|reg|l2|keep|prob|rate|eps|alpha|decay|size|dim|seed|scale|dropout|momentum|hidden|activation|^lr$|^eta$|train)/i;
const dataName = /^(x|y|inputs?|labels?|targets?)\w*$/i;

/**
 * `{ lambda = 0, keepProb = 1 }` takes settings, `{ X, y, W, b }` a bit of everything; each name is filled by itself. Null
 * for a pattern of one kind, which stands for one value: parameters, data, or a cache.
 */
function optionsOf(
  pattern: SyntaxNode,
  optional: boolean,
  source: SourceText,
): readonly ParameterFact[] | null {
  const entries = pattern.getChildren('PatternProperty');
  const names = entries.map((entry) => keyOf(entry, source));
  if (names.some((name) => name === '')) return null;
  const defaults = entries.map((entry) => defaultOf(childrenOf(entry), source));
  const kinds = new Set(
    names.map((name) => (dataName.test(name) ? 'data' : looksLikeParameter(name) ? 'parameter' : 'other')),
  );
  const mixed = kinds.has('data') && kinds.size > 1;
  if (!mixed && !names.some((name) => setting.test(name)) && defaults.every((value) => value === null))
    return null;
  return names.map((name, i) => {
    const value = defaults[i] ?? (optional ? ({ type: 'none' } as const) : null);
    return { name, kind: 'keyword', ...(value === null ? {} : { default: value }) };
  });
}

function keyOf(entry: SyntaxNode, source: SourceText): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(source.of(entry))?.[0] ?? '';
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
    .map((child) => keyOf(child, source));
  if (names.length > 0 && names.every((name) => dataName.test(name))) return 'data';
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
