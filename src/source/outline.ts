import type { SyntaxNode } from '@lezer/common';
import { parsePython } from './parse';
import { factsOf, type StatementFacts } from './statements';
import { childrenOf, SourceText, type Lines } from './syntax';

/** What a Python file defines and does at its top level, told from its text; errors in the text are tolerated. */
export interface PythonOutline {
  /** Functions and methods at any depth, in order. */
  readonly functions: readonly OutlineFunction[];
  readonly classes: readonly OutlineClass[];
  /** Top-level statements, in order. */
  readonly statements: readonly Statement[];
}

export interface OutlineParameter {
  readonly name: string;
  readonly optional: boolean;
}

export interface OutlineFunction extends Lines {
  readonly name: string;
  /** The class it is a method of. */
  readonly className: string | null;
  /** True for a function inside another one. */
  readonly nested: boolean;
  /** Without `self`, `*args` and `**kwargs`. */
  readonly parameters: readonly OutlineParameter[];
  /** For each `return`, the text of each returned expression. */
  readonly returns: readonly (readonly string[])[];
  /** The loops in its body, and everything in it. */
  readonly loops: readonly StatementFacts[];
  readonly facts: StatementFacts;
}

export interface OutlineClass extends Lines {
  readonly name: string;
  readonly methods: readonly string[];
}

export type StatementKind =
  | 'import'
  | 'function'
  | 'class'
  | 'assign'
  | 'expression'
  | 'for'
  | 'while'
  | 'if'
  | 'main'
  | 'with'
  | 'try'
  | 'other';

export interface Statement extends Lines {
  readonly kind: StatementKind;
  /** The head of the statement, for a loop the text before its body. */
  readonly head: string;
  readonly facts: StatementFacts;
}

export function outlinePython(text: string): PythonOutline {
  const source = new SourceText(text);
  const root = parsePython(text);
  const functions: OutlineFunction[] = [];
  const classes: OutlineClass[] = [];
  const visit = (node: SyntaxNode, className: string | null, nested: boolean): void => {
    for (const child of childrenOf(node)) {
      if (child.name === 'FunctionDefinition') {
        functions.push(functionOf(child, className, nested, source));
        visit(child, null, true);
      } else if (child.name === 'ClassDefinition') {
        const name = nameOf(child, source);
        const methods = functions.length;
        visit(child, name, nested);
        const own = functions.slice(methods).filter((fact) => fact.className === name);
        classes.push({ name, methods: own.map((fact) => fact.name), ...source.lines(child) });
      } else visit(child, className, nested);
    }
  };
  visit(root, null, false);
  const statements = childrenOf(root).flatMap((node) => statementsOf(node, source));
  return { functions, classes, statements };
}

/** The innermost function that a line lies in; null outside all. */
export function functionAt(outline: PythonOutline, line: number): OutlineFunction | null {
  const around = outline.functions.filter((fact) => fact.line <= line && line <= fact.endLine);
  return around.reduce<OutlineFunction | null>(
    (inner, fact) => (inner === null || fact.line >= inner.line ? fact : inner),
    null,
  );
}

function nameOf(node: SyntaxNode, source: SourceText): string {
  const name = node.getChild('VariableName');
  return name === null ? '' : source.of(name);
}

function functionOf(
  node: SyntaxNode,
  className: string | null,
  nested: boolean,
  source: SourceText,
): OutlineFunction {
  const decorators = node.parent?.name === 'DecoratedStatement' ? source.of(node.parent) : '';
  const parameters = parametersOf(node.getChild('ParamList'), source);
  const bound = className !== null && !/^\s*@staticmethod/m.test(decorators.slice(0, 200));
  const body = node.getChild('Body') ?? node;
  const returns: (readonly string[])[] = [];
  const loops: StatementFacts[] = [];
  const visit = (inner: SyntaxNode): void => {
    for (const child of childrenOf(inner)) {
      if (child.name === 'FunctionDefinition' || child.name === 'LambdaExpression') continue;
      if (child.name === 'ReturnStatement') returns.push(returnedBy(child, source));
      if (child.name === 'ForStatement' || child.name === 'WhileStatement')
        loops.push(factsOf(child, source));
      visit(child);
    }
  };
  visit(body);
  return {
    name: nameOf(node, source),
    className,
    nested,
    parameters: bound ? parameters.slice(1) : parameters,
    returns,
    loops,
    facts: factsOf(body, source),
    ...source.lines(node),
  };
}

function parametersOf(list: SyntaxNode | null, source: SourceText): readonly OutlineParameter[] {
  const parameters: OutlineParameter[] = [];
  let rest = false;
  for (const child of list === null ? [] : childrenOf(list)) {
    if (child.name === '*' || child.name === '**') rest = true;
    else if (child.name === ',') rest = false;
    else if (child.name === 'VariableName' && child.prevSibling?.name !== 'AssignOp' && !rest) {
      parameters.push({ name: source.of(child), optional: hasDefault(child) });
    }
  }
  return parameters;
}

function hasDefault(parameter: SyntaxNode): boolean {
  const next = parameter.nextSibling;
  return (next?.name === 'TypeDef' ? next.nextSibling : next)?.name === 'AssignOp';
}

/** `return A2, cache` and `return (A2, cache)` are both ["A2", "cache"]. */
function returnedBy(node: SyntaxNode, source: SourceText): readonly string[] {
  const values = childrenOf(node).filter((child) => child.name !== 'return' && child.name !== ',');
  const tuple = values.length === 1 && values[0]!.name === 'TupleExpression' ? values[0]! : null;
  const inner = tuple === null ? values : childrenOf(tuple).filter((child) => !/^[(),]$/.test(child.name));
  return inner.map((child) => source.of(child));
}

const kinds: Readonly<Record<string, StatementKind>> = {
  ImportStatement: 'import',
  FunctionDefinition: 'function',
  ClassDefinition: 'class',
  DecoratedStatement: 'function',
  AssignStatement: 'assign',
  UpdateStatement: 'assign',
  ExpressionStatement: 'expression',
  ForStatement: 'for',
  WhileStatement: 'while',
  IfStatement: 'if',
  WithStatement: 'with',
  TryStatement: 'try',
};

/** A statement of the top level, or those on one line. */
export function statementsOf(node: SyntaxNode, source: SourceText): readonly Statement[] {
  if (node.name === 'StatementGroup') return childrenOf(node).flatMap((child) => statementsOf(child, source));
  if (node.name === 'Comment' || node.name === ';' || node.type.isError) return [];
  const body = node.getChild('Body');
  const head = body === null ? source.of(node) : source.text.slice(node.from, body.from);
  const main = node.name === 'IfStatement' && /__name__\s*==\s*['"]__main__['"]/.test(head);
  const kind = main ? 'main' : (kinds[node.name] ?? 'other');
  return [{ kind, head, facts: factsOf(node, source), ...source.lines(node) }];
}
