/**
 * As much of a Python or JavaScript text as it takes to follow arrays and their statistics: one form for both
 * languages. Offsets are of the text.
 */
export type Expression =
  | { readonly kind: 'name'; readonly name: string }
  /** `X.T`, `self.mu`. */
  | { readonly kind: 'member'; readonly base: Expression; readonly name: string }
  | { readonly kind: 'element'; readonly base: Expression; readonly indices: readonly Index[] }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'call';
      readonly callee: Expression;
      readonly values: readonly Expression[];
      readonly keywords: ReadonlyMap<string, Expression>;
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, Expression> }
  | { readonly kind: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'not'; readonly value: Expression }
  | FunctionExpression
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'other' };

/** One index: all of an axis, a range of it, or one place. */
export type Index = 'all' | 'range' | { readonly text: string };

export interface FunctionExpression {
  readonly kind: 'function';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly from: number;
  readonly to: number;
}

export interface Parameter {
  readonly name: string;
  readonly initial: Expression | null;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

export type Statement = Range &
  (
    | { readonly kind: 'assign'; readonly targets: readonly Expression[]; readonly value: Expression }
    | {
        readonly kind: 'update';
        readonly target: Expression;
        readonly operator: string;
        readonly value: Expression;
      }
    | { readonly kind: 'expression'; readonly value: Expression }
    | { readonly kind: 'return'; readonly value: Expression }
    | {
        readonly kind: 'if';
        readonly test: Expression;
        readonly yes: readonly Statement[];
        readonly no: readonly Statement[];
      }
    | {
        readonly kind: 'loop';
        readonly variable: Expression;
        readonly over: Expression;
        readonly body: readonly Statement[];
      }
    | { readonly kind: 'block'; readonly body: readonly Statement[] }
    | { readonly kind: 'define'; readonly value: FunctionExpression }
    | { readonly kind: 'import'; readonly names: readonly string[]; readonly text: string }
  );

export const other: Expression = { kind: 'other' };

/** All statements, those in others included, functions inside too. */
export function forEachStatement(body: readonly Statement[], visit: (statement: Statement) => void): void {
  for (const statement of body) {
    visit(statement);
    bodiesOf(statement).forEach((inner) => forEachStatement(inner, visit));
  }
  forEachExpression(body, (expression) => {
    if (expression.kind === 'function' && expression.name === '') expression.body.forEach(visit);
  });
}

/** All expressions in statements, functions inside included. */
export function forEachExpression(
  statements: readonly Statement[],
  visit: (expression: Expression) => void,
): void {
  const inside = (expression: Expression): void => {
    visit(expression);
    partsOf(expression).forEach(inside);
    if (expression.kind === 'function') forEachExpression(expression.body, visit);
  };
  for (const statement of statements) {
    expressionsOf(statement).forEach(inside);
    bodiesOf(statement).forEach((body) => forEachExpression(body, visit));
  }
}

/** All functions, those inside others included. */
export function functionsIn(program: readonly Statement[]): readonly FunctionExpression[] {
  const found: FunctionExpression[] = [];
  forEachExpression(program, (expression) => {
    if (expression.kind === 'function') found.push(expression);
  });
  return found;
}

/** Statements with those inside them, but not those of functions. */
export function* ownStatements(body: readonly Statement[]): Generator<Statement> {
  for (const statement of body) {
    yield statement;
    for (const inner of bodiesOf(statement)) yield* ownStatements(inner);
  }
}

/** Expressions of one statement with their parts, without those of the statements and functions inside. */
export function* ownExpressions(statement: Statement): Generator<Expression> {
  const left = [...expressionsOf(statement)].reverse();
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    yield next;
    // One by one: a list may hold more parts than a call takes arguments.
    const parts = partsOf(next);
    for (let i = parts.length - 1; i >= 0; i--) left.push(parts[i]!);
  }
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'member':
    case 'element':
      return [expression.base];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return [expression.callee, ...expression.values, ...expression.keywords.values()];
    case 'list':
      return expression.items;
    case 'record':
      return [...expression.fields.values()];
    case 'choice':
      return [expression.test, expression.yes, expression.no];
    case 'not':
      return [expression.value];
    default:
      return [];
  }
}

function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'assign':
      return [...statement.targets, statement.value];
    case 'update':
      return [statement.target, statement.value];
    case 'expression':
    case 'return':
    case 'define':
      return [statement.value];
    case 'if':
      return [statement.test];
    case 'loop':
      return [statement.variable, statement.over];
    default:
      return [];
  }
}

function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  if (statement.kind === 'if') return [statement.yes, statement.no];
  return statement.kind === 'loop' || statement.kind === 'block' ? [statement.body] : [];
}
