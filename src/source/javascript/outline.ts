import type { SyntaxNode } from '@lezer/common';
import { roleOfResult } from '../../core/binding/functionKinds';
import type { ParameterFact } from '../../core/binding/inventory';
import type { OutlineClass, OutlineFunction, PythonOutline, Statement, StatementKind } from '../outline';
import type { StatementFacts } from '../statements';
import { childrenOf, SourceText } from '../syntax';
import { factsOf } from './facts';
import { parametersOf } from './parameters';
import { isFunctionNode, parseJavaScript, valueAfter } from './parse';

/** A function of a JavaScript or TypeScript file. */
export interface JavaScriptFunction extends OutlineFunction {
  readonly facets: readonly ParameterFact[];
  /** Where the function itself starts, which is right of the name in `const f = () => ...`. */
  readonly ownLine: number;
  /** Names of the functions in the object that it returns, if it returns one with functions of its own. */
  readonly makes: readonly string[];
  /** Names of functions and classes of the file that the text of the function uses. */
  readonly uses: readonly string[];
}

export interface JavaScriptOutline extends PythonOutline {
  readonly functions: readonly JavaScriptFunction[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a JavaScript or TypeScript file defines and does at its top level, told from its text. */
export function outlineJavaScript(text: string, typescript: boolean): JavaScriptOutline {
  const source = new SourceText(text);
  const root = parseJavaScript(text, typescript);
  const functions: Mutable<JavaScriptFunction>[] = [];
  const classes: OutlineClass[] = [];
  const visit = (node: SyntaxNode, className: string | null, nested: boolean): void => {
    for (const child of childrenOf(node)) {
      if (isFunctionNode(child)) {
        const name = functionName(child, source);
        if (name !== '') functions.push(functionOf(child, name, className, nested, source));
        visit(child, null, true);
      } else if (child.name === 'ClassDeclaration' || child.name === 'ClassExpression') {
        const name = nameOfClass(child, source);
        const before = functions.length;
        visit(child, name, nested);
        const own = functions.slice(before).filter((fact) => fact.className === name);
        classes.push({ name, methods: own.map((fact) => fact.name), ...source.lines(child) });
      } else visit(child, className, nested);
    }
  };
  visit(root, null, false);
  const defined = new Set([...functions, ...classes].map(({ name }) => name));
  for (const fact of functions)
    fact.uses = fact.uses.filter((name) => defined.has(name) && name !== fact.name);
  const statements = childrenOf(root).flatMap((node) => statementOf(node, source));
  return { functions, classes, statements };
}

/** The name a function has, or gets from what it is assigned to; empty for a callback. */
export function functionName(node: SyntaxNode, source: SourceText): string {
  const own =
    node.getChild('VariableDefinition') ??
    node.getChild('PropertyDefinition') ??
    node.getChild('PrivatePropertyDefinition');
  if (own !== null && node.name !== 'ArrowFunction') return source.of(own);
  const { parent } = node;
  if (parent === null) return '';
  if (parent.name === 'VariableDeclaration') {
    const before = node.prevSibling?.prevSibling;
    const name = before?.name === 'TypeAnnotation' ? before.prevSibling : before;
    return name?.name === 'VariableDefinition' ? source.of(name) : '';
  }
  if (parent.name === 'Property' || parent.name === 'PropertyDeclaration') {
    const name = parent.getChild('PropertyDefinition');
    return name === null ? '' : source.of(name);
  }
  if (parent.name === 'AssignmentExpression' && parent.firstChild!.from !== node.from) {
    return /([\p{L}_$][\p{L}\p{N}_$]*)$/u.exec(source.of(parent.firstChild!))?.[1] ?? '';
  }
  return parent.name === 'ExportDeclaration' ? 'default' : '';
}

function nameOfClass(node: SyntaxNode, source: SourceText): string {
  const own = node.getChild('VariableDefinition');
  return own === null ? functionName(node, source) : source.of(own);
}

function functionOf(
  node: SyntaxNode,
  name: string,
  className: string | null,
  nested: boolean,
  source: SourceText,
): JavaScriptFunction {
  const facets = parametersOf(node.getChild('ParamList'), source);
  const body = node.getChild('Block') ?? node.lastChild ?? node;
  const returns: (readonly string[])[] = body.name === 'Block' ? [] : [returned(body, source)];
  const loops: StatementFacts[] = [];
  const visit = (inner: SyntaxNode): void => {
    for (const child of childrenOf(inner)) {
      if (isFunctionNode(child)) continue;
      if (child.name === 'ReturnStatement') returns.push(returned(child, source));
      if (/^(For|While|Do)Statement$/.test(child.name)) loops.push(factsOf(child, source));
      visit(child);
    }
  };
  visit(body);
  return {
    name,
    className,
    nested,
    parameters: facets
      .filter((parameter) => parameter.kind !== 'rest')
      .map((parameter) => ({ name: parameter.name, optional: parameter.default !== undefined })),
    facets,
    returns,
    loops,
    facts: factsOf(body, source),
    ownLine: source.lineAt(node.from),
    makes: makesOf(node, body, source),
    uses: [...namesIn(body, source)],
    ...source.lines(node),
  };
}

/** The keys under which the returned object literal holds functions: methods, or functions that are defined inside. */
function makesOf(node: SyntaxNode, body: SyntaxNode, source: SourceText): readonly string[] {
  const inside = new Set<string>();
  const objects: SyntaxNode[] = body.name === 'Block' ? [] : [body];
  const visit = (inner: SyntaxNode): void => {
    for (const child of childrenOf(inner)) {
      if (isFunctionNode(child)) inside.add(functionName(child, source));
      else if (child.name === 'ReturnStatement') objects.push(child);
      if (!isFunctionNode(child)) visit(child);
    }
  };
  if (body !== node) visit(body);
  return objects.flatMap((object) => {
    const value = returnedValue(object);
    if (value?.name !== 'ObjectExpression') return [];
    return value.getChildren('Property').flatMap((property) => {
      const key = property.getChild('PropertyDefinition');
      const name = key === null ? '' : source.of(key);
      const given = valueAfter(property, ':');
      const own =
        isFunctionNode(property) ||
        (given === null ? inside.has(name) : isFunctionNode(given) || inside.has(source.of(given)));
      return own && name !== '' ? [name] : [];
    });
  });
}

/** Variables that are read, and properties of `this`, which may be methods. */
function namesIn(node: SyntaxNode, source: SourceText): ReadonlySet<string> {
  const names = new Set<string>();
  node.cursor().iterate(({ name, node: at }) => {
    const ofThis = name === 'PropertyName' && at.parent?.firstChild?.name === 'this';
    if (name === 'VariableName' || ofThis) names.add(source.of(at));
  });
  return names;
}

/** `return [A2, cache]` is ["A2", "cache"], and so is `return { A2, cache }`, because both give several results. */
function returned(node: SyntaxNode, source: SourceText): readonly string[] {
  const value = returnedValue(node);
  if (value === null || value.name === ';') return [];
  if (value.name === 'ObjectExpression') {
    const keys = keysOf(value, source);
    if (keys.length > 1 && keys.some(isResult)) return keys;
  }
  if (value.name !== 'ArrayExpression') return [source.of(value)];
  return childrenOf(value)
    .filter((child) => !/^[[\],]$/.test(child.name))
    .map((child) => source.of(child));
}

/** The expression of a `return`, or of an arrow, without parentheses around it. */
function returnedValue(node: SyntaxNode): SyntaxNode | null {
  let value: SyntaxNode | null = node;
  if (node.name === 'ReturnStatement') value = node.getChild('return')?.nextSibling ?? null;
  while (value?.name === 'ParenthesizedExpression') value = value.firstChild?.nextSibling ?? null;
  return value;
}

function keysOf(object: SyntaxNode, source: SourceText): readonly string[] {
  return object
    .getChildren('Property')
    .map((property) => property.getChild('PropertyDefinition'))
    .flatMap((key) => (key === null ? [] : [source.of(key)]));
}

/** A cost, gradients as a whole, or a cache: what stands beside other results, not among tensors. */
function isResult(key: string): boolean {
  if (/^d_?[wb]|^d[A-Z]/i.test(key)) return false;
  return /^caches?$/i.test(key) || ['cost', 'gradients'].includes(roleOfResult(key) ?? '');
}

const kinds: Readonly<Record<string, StatementKind>> = {
  ImportDeclaration: 'import',
  FunctionDeclaration: 'function',
  ClassDeclaration: 'class',
  VariableDeclaration: 'assign',
  ForStatement: 'for',
  WhileStatement: 'while',
  DoStatement: 'while',
  IfStatement: 'if',
  TryStatement: 'try',
};

function statementOf(node: SyntaxNode, source: SourceText): readonly Statement[] {
  if (/Comment$/.test(node.name) || node.name === ';' || node.type.isError) return [];
  const inner =
    node.name === 'ExportDeclaration'
      ? node.lastChild?.name === ';'
        ? node.lastChild.prevSibling
        : node.lastChild
      : node;
  const body = node.getChild('Block');
  const text = body === null ? source.of(node) : source.text.slice(node.from, body.from);
  const main = node.name === 'IfStatement' && /require\.main|import\.meta/.test(text);
  return [
    {
      kind: main ? 'main' : kindOf(inner ?? node),
      head: text.replace(/^while\s*\(\s*(true|1)\s*\)\s*/, 'while True'),
      facts: factsOf(node, source),
      ...source.lines(node),
    },
  ];
}

function kindOf(node: SyntaxNode): StatementKind {
  if (node.name === 'ExpressionStatement') {
    return node.firstChild?.name === 'AssignmentExpression' ? assignmentKind(node.firstChild) : 'expression';
  }
  const value = node.name === 'VariableDeclaration' ? valueAfter(node) : null;
  if (value !== null && isFunctionNode(value)) return 'function';
  return (
    kinds[node.name] ?? (/^(Export|Interface|TypeAlias|Enum|Ambient)/.test(node.name) ? 'import' : 'other')
  );
}

/** `exports.cost = function () { ... }` defines a function; `module.exports = { cost }` only names some. */
function assignmentKind(node: SyntaxNode): StatementKind {
  const value = valueAfter(node);
  if (value === null) return 'assign';
  return isFunctionNode(value) || value.name === 'ObjectExpression' ? 'function' : 'assign';
}
