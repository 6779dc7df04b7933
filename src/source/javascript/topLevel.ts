import type { SyntaxNode } from '@lezer/common';
import { childrenOf, type SourceText } from '../syntax';
import { isFunctionNode } from './parse';

/** A name of the top level of a file. */
export interface TopLevelName {
  readonly name: string;
  readonly kind: 'constant' | 'variable' | 'function' | 'class' | 'import';
  /** For an import: what is written after `from`. */
  readonly from?: string;
}

/** The names that the statements bind, in order, each once. Types bind none. */
export function topLevelNames(
  statements: readonly SyntaxNode[],
  root: SyntaxNode,
  source: SourceText,
): readonly TopLevelName[] {
  const found = new Map<string, TopLevelName>();
  const add = (name: string, kind: TopLevelName['kind'], from?: string): void => {
    if (!found.has(name)) found.set(name, { name, kind, ...(from === undefined ? {} : { from }) });
  };
  let used: ReadonlySet<string> | null = null;
  for (const statement of statements) {
    const node = statement.name === 'ExportDeclaration' ? declarationIn(statement) : statement;
    const name = node?.getChild('VariableDefinition');
    if (node === null) continue;
    if (node.name === 'FunctionDeclaration' && name) add(source.of(name), 'function');
    else if (node.name === 'ClassDeclaration' && name) add(source.of(name), 'class');
    else if (node.name === 'VariableDeclaration') {
      const kind = node.firstChild?.name === 'const' ? 'constant' : 'variable';
      for (const target of definitionsIn(node)) add(source.of(target), kind);
    } else if (node.name === 'ImportDeclaration' && node.getChild('type') === null) {
      const text = node.getChild('String');
      const from = text === null ? '' : source.of(text).slice(1, -1);
      used ??= usedNames(root, source);
      // An import that is never used as a value may be a type, which does not exist when the file runs.
      for (const target of definitionsIn(node))
        if (used.has(source.of(target))) add(source.of(target), 'import', from);
    }
  }
  return [...found.values()];
}

function declarationIn(node: SyntaxNode): SyntaxNode | null {
  return childrenOf(node).find((child) => /Declaration$/.test(child.name)) ?? null;
}

/** The names that a declaration defines, patterns included, initial values not. */
function definitionsIn(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (inner: SyntaxNode): void => {
    if (inner.name === 'VariableDefinition') found.push(inner);
    else if (!isFunctionNode(inner) && !/Expression$/.test(inner.name)) childrenOf(inner).forEach(visit);
  };
  visit(node);
  return found;
}

function usedNames(root: SyntaxNode, source: SourceText): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    if (node.name === 'ImportDeclaration') return;
    if (node.name === 'VariableName') names.add(source.of(node));
    // `{ zeros }` uses zeros, though the grammar calls it a definition of a property.
    if (node.name === 'Property' && node.firstChild?.nextSibling === null) names.add(source.of(node));
    childrenOf(node).forEach(visit);
  };
  visit(root);
  return names;
}

/** True if the file has the syntax of an ES module. */
export function isModule(root: SyntaxNode): boolean {
  return childrenOf(root).some((node) => /^(Import|Export)Declaration$/.test(node.name));
}

/** True if `await` stands outside all functions. */
export function awaitsAtTopLevel(root: SyntaxNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (found || isFunctionNode(node)) return;
    if (node.name === 'AwaitExpression' || (node.name === 'ForStatement' && node.getChild('await') !== null))
      found = true;
    else childrenOf(node).forEach(visit);
  };
  visit(root);
  return found;
}
