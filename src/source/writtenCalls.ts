import type { Literal, WrittenCall } from '../core/binding/writtenCalls';
import type { SourceLanguage } from './program/language';
import {
  functionsIn,
  ownExpressions,
  ownStatements,
  type Expression,
  type Statement,
} from './program/program';
import { programOf } from './program/programOf';
import { SourceText } from './syntax';

/** Values by the names that a function, or the file, gives to them once. */
type Names = ReadonlyMap<string, Literal | undefined>;

/**
 * The calls in a text that state at least one value, in their order: in the statements of the file and in its functions.
 * A name stands for its value where it is assigned once, an argument for its default.
 */
export function writtenCalls(text: string, language: SourceLanguage): readonly WrittenCall[] {
  const program = programOf(text, language);
  const source = new SourceText(text);
  const global = namesIn(program, new Map());
  const scopes = [
    { body: program, names: global },
    ...functionsIn(program).map(({ parameters, body }) => {
      const outer = new Map(global);
      for (const { name, initial } of parameters)
        outer.set(name, initial === null ? undefined : literalOf(initial, global));
      return { body, names: namesIn(body, outer) };
    }),
  ];
  return scopes.flatMap(({ body, names }) => callsIn(body, names, source)).sort((a, b) => a.line - b.line);
}

function namesIn(body: readonly Statement[], outer: Names): Names {
  const names = new Map(outer);
  const assigned = new Set<string>();
  const assignTo = (target: Expression, value: Expression | null): void => {
    if (target.kind === 'list') {
      const values = value?.kind === 'list' ? value.items : [];
      target.items.forEach((item, k) => assignTo(item, values[k] ?? null));
    }
    if (target.kind !== 'name') return;
    const isFirst = !assigned.has(target.name);
    names.set(target.name, isFirst && value !== null ? literalOf(value, names) : undefined);
    assigned.add(target.name);
  };
  for (const statement of ownStatements(body)) {
    if (statement.kind === 'assign')
      for (const target of statement.targets) assignTo(target, statement.value);
    else if (statement.kind === 'update') assignTo(statement.target, null);
    else if (statement.kind === 'loop') assignTo(statement.variable, null);
  }
  return names;
}

function callsIn(body: readonly Statement[], names: Names, source: SourceText): readonly WrittenCall[] {
  return [...ownStatements(body)].flatMap((statement) =>
    [...ownExpressions(statement)].flatMap(
      (expression) => callOf(expression, names, source.lineAt(statement.from)) ?? [],
    ),
  );
}

function callOf(expression: Expression, names: Names, line: number): WrittenCall | null {
  if (expression.kind !== 'call' || expression.callee.kind !== 'name') return null;
  const positional = expression.values.map((value) => literalOf(value, names));
  // The fields of an object are arguments by their names.
  const fields = expression.values.flatMap((value) => (value.kind === 'record' ? [...value.fields] : []));
  const keywords = Object.fromEntries(
    [...expression.keywords, ...fields].map(([name, value]) => [name, literalOf(value, names)]),
  );
  const states = [...positional, ...Object.values(keywords)].some((value) => value !== undefined);
  return states ? { name: expression.callee.name, line, positional, keywords } : null;
}

function literalOf(expression: Expression, names: Names): Literal | undefined {
  switch (expression.kind) {
    case 'name':
      return names.get(expression.name);
    case 'literal':
      return wordOf(expression.text);
    case 'list': {
      const items = expression.items.map((item) => literalOf(item, names));
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case 'binary':
      return resultOf(
        expression.operator,
        literalOf(expression.left, names),
        literalOf(expression.right, names),
      );
    default:
      return undefined;
  }
}

/** `28 * 28`, `2 * n`; `[32] * 4` and `[12] + [32]` in Python. */
function resultOf(
  operator: string,
  left: Literal | undefined,
  right: Literal | undefined,
): Literal | undefined {
  if (Array.isArray(left) && Array.isArray(right) && operator === '+') return [...left, ...right];
  if (Array.isArray(left) && operator === '*' && typeof right === 'number')
    return right <= mostItems ? Array.from({ length: right }, () => left).flat() : undefined;
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '//':
      return Math.floor(left / right);
    case '**':
      return left ** right;
    default:
      return undefined;
  }
}

/** Layers that a text may state as a repeated list. */
const mostItems = 10_000;

function wordOf(text: string): Literal | undefined {
  if (/^(None|null)$/.test(text)) return null;
  if (/^(True|true)$/.test(text)) return true;
  if (/^(False|false)$/.test(text)) return false;
  const quoted = /^(['"])([^'"\\]*)\1$/.exec(text);
  if (quoted !== null) return quoted[2]!;
  const number = Number(text.replace(/(?<=\d)_(?=\d)/g, ''));
  return /\d/.test(text) && Number.isFinite(number) ? number : undefined;
}
