import type { SyntaxNode } from '@lezer/common';
import { childrenOf, type SourceText } from '../syntax';
import { isFunctionNode } from './parse';

/** When an array that elements are written to can be looked at: after a statement, by paths that are valid there. */
export interface Change {
  readonly statement: SyntaxNode;
  /** From the outermost object to the array, safe to evaluate wherever the statement stands. */
  readonly paths: readonly string[];
  readonly target: string;
  /** There is a loop or callback around it still, so that the array may be a part of a greater one. */
  readonly nested: boolean;
}

/**
 * `C[i][j] = s` in loops over i and j changes `C[i]` when the inner loop is over, and `C` when the outer one is.
 * @param base the expression of the array, `C[i]`.
 */
export function changesOf(
  node: SyntaxNode,
  base: SyntaxNode,
  scopes: Scopes,
  source: SourceText,
): readonly Change[] {
  const parts = partsOf(base, source);
  if (parts === null) return [];
  const statements = statementsAround(node);
  const changes: Change[] = [];
  for (const [level, statement] of statements.entries()) {
    const outer = statements.slice(level + 1);
    const valid = parts.filter(({ names }) => !names.some((name) => scopes.declares(statement, name, node)));
    const last = valid.at(-1);
    if (last === undefined || valid.length !== parts.indexOf(last) + 1) continue;
    const further = statements[level + 1];
    const same = further !== undefined && !last.names.some((name) => scopes.declares(further, name, node));
    if (same) {
      if (!isPass(node, statement, last, further, scopes, source)) continue;
      changes.push({ statement, paths: valid.map(({ safe }) => safe), target: last.text, nested: false });
      break;
    }
    const layered = outer.some((loop) => last.indices.some((name) => steps(name, source.of(loop))));
    const nested = outer.length > 0 && !layered;
    changes.push({ statement, paths: valid.map(({ safe }) => safe), target: last.text, nested });
    if (layered) break;
  }
  return changes;
}

/** True if a loop goes over the elements of an array that the loop around it uses elsewhere: `v` from layer to layer. */
function isPass(
  node: SyntaxNode,
  statement: SyntaxNode,
  { text }: Part,
  further: SyntaxNode,
  scopes: Scopes,
  source: SourceText,
): boolean {
  const element = node.firstChild;
  if (node.name !== 'AssignmentExpression' || element === null) return false;
  if (!loop.test(statement.name) || !loop.test(further.name)) return false;
  if (!namesIn(element, source).some((name) => scopes.declares(statement, name, node))) return false;
  const path = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const elsewhere =
    source.text.slice(further.from, statement.from) + ' ' + source.text.slice(statement.to, further.to);
  return new RegExp(`(?<![\\w$.])${path}(?![\\w$])`).test(elsewhere);
}

/** True where a loop goes from layer to layer: `A[l - 1]` beside `A[l]`. */
function steps(name: string, text: string): boolean {
  return new RegExp(`\\[\\s*${name.replace(/\$/g, '\\$')}\\s*[-+]\\s*1\\s*\\]`).test(text);
}

interface Part {
  readonly text: string;
  /** With `?.`, so that it can be evaluated where a part is missing. */
  readonly safe: string;
  /** Variables in it, and those in its last brackets. */
  readonly names: readonly string[];
  readonly indices: readonly string[];
}

/** The objects that a path passes; null for an expression that is more than a path. */
function partsOf(node: SyntaxNode, source: SourceText): readonly Part[] | null {
  const text = source.of(node);
  if (node.name === 'VariableName') return [{ text, safe: text, names: [text], indices: [] }];
  if (node.name === 'this') return [{ text, safe: text, names: [], indices: [] }];
  if (node.name === 'PostfixExpression' && text.endsWith('!')) return partsOf(node.firstChild!, source);
  if (node.name !== 'MemberExpression') return null;
  const before = partsOf(node.firstChild!, source);
  const last = before?.at(-1);
  if (before === null || last === undefined) return null;
  const rest = source.text.slice(node.firstChild!.to, node.to).trim();
  if (/[(`=]|\+\+|--|\bawait\b|\byield\b|\?\./.test(rest)) return null;
  const used = rest.startsWith('[') ? namesIn(node, source) : [];
  const safe = last.safe + (rest.startsWith('[') ? `?.${rest}` : `?${rest}`);
  const names = [...last.names, ...used];
  return [...before, { text, safe, names, indices: used }];
}

function namesIn(member: SyntaxNode, source: SourceText): readonly string[] {
  const names: string[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.name === 'VariableName') names.push(source.of(node));
    childrenOf(node).forEach(visit);
  };
  childrenOf(member).slice(1).forEach(visit);
  return names;
}

const loop = /^(For|While|Do)Statement$/;

/** The loops, and statements that call callbacks, around a change, from inside; without any its own statement. */
function statementsAround(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const add = (statement: SyntaxNode | null) => {
    const last = found.at(-1);
    if (statement !== null && (last?.from !== statement.from || last.to !== statement.to))
      found.push(statement);
  };
  for (let at = node.parent; at !== null; at = at.parent) {
    if (loop.test(at.name)) add(labeled(at));
    else if (isFunctionNode(at)) {
      if (at.parent?.name !== 'ArgList') break;
      add(statementOf(at));
    }
  }
  if (found.length === 0) add(statementOf(node));
  return found;
}

function labeled(statement: SyntaxNode): SyntaxNode {
  return statement.parent?.name === 'LabeledStatement' ? statement.parent : statement;
}

/** The statement around an expression, if something can be put behind it. */
function statementOf(node: SyntaxNode): SyntaxNode | null {
  for (let at: SyntaxNode | null = node.parent; at !== null; at = at.parent) {
    if (at.name === 'ReturnStatement' || isFunctionNode(at)) return null;
    if (at.name === 'ForSpec' || at.name === 'ForOfSpec' || at.name === 'ForInSpec') return null;
    if (at.name === 'ExpressionStatement') return at;
    if (at.name === 'VariableDeclaration') return at.parent?.name === 'ExportDeclaration' ? at.parent : at;
  }
  return null;
}

/** Where variables are declared. */
export class Scopes {
  constructor(private readonly source: SourceText) {}

  /** True if a name used at a node is declared between it and the end of a statement around it. */
  declares(statement: SyntaxNode, name: string, node: SyntaxNode): boolean {
    for (
      let at = node.parent;
      at !== null && at.from >= statement.from && at.to <= statement.to;
      at = at.parent
    ) {
      if (this.#namesOf(at).has(name)) return true;
    }
    return false;
  }

  readonly #known = new Map<string, ReadonlySet<string>>();

  #namesOf(node: SyntaxNode): ReadonlySet<string> {
    const key = `${node.name}:${node.from}:${node.to}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const names = new Set<string>();
    const collect = (part: SyntaxNode): void => {
      for (const child of childrenOf(part)) {
        if (child.name === 'VariableDefinition') names.add(this.source.of(child));
        else if (
          /^(VariableDeclaration|\w*Pattern\w*|ForSpec|ForOfSpec|ForInSpec|ParamList)$/.test(child.name)
        )
          collect(child);
      }
    };
    if (node.name !== 'ExpressionStatement') collect(node);
    this.#known.set(key, names);
    return names;
  }
}
