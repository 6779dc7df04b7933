import type { Entry, Value } from './document';
import { expressionText, type ExpressionText } from './expressionText';
import { checkName } from './names';
import { readNumbers, type Numbers } from './numbers';
import type { SourceText, Span } from './sourceText';

/** A name with what it stands for: data, an expression, or a function given by its body. */
export type Definition = { readonly name: string; readonly span: Span } & (
  | { readonly kind: 'data'; readonly value: Numbers | boolean }
  | { readonly kind: 'expression'; readonly expression: ExpressionText }
  | { readonly kind: 'function'; readonly arguments: readonly string[]; readonly expression: ExpressionText }
);

/**
 * Reads `let` or `gradients`: a mapping, or a list of mappings and of texts such as `A = tanh(Z)`. A key may be `NAME` or,
 * for a function, `NAME(x, y)`.
 */
export function readDefinitions({ key, value }: Entry, source: SourceText): Definition[] {
  const definitions = [...entriesOf(key, value, source)].map((entry) => readDefinition(entry, source));
  const seen = new Set<string>();
  for (const { name, span } of definitions) {
    if (seen.has(name)) {
      throw source.failure(
        `${name} is defined twice under ${key}. Remove one, or give it another name.`,
        span,
      );
    }
    seen.add(name);
  }
  return definitions;
}

function* entriesOf(key: string, value: Value, source: SourceText): Generator<Entry> {
  if (value.kind === 'mapping') yield* value.entries;
  else if (value.kind === 'list') {
    for (const item of value.items) {
      if (item.kind === 'mapping') yield* item.entries;
      else yield assignment(key, item, source);
    }
  } else if (value.kind !== 'nothing') {
    throw source.failure(`${key} is not a mapping. Write NAME: expression for each name.`, value.span);
  }
}

/** `A = tanh(Z)` or `f(x) = x ^ 2`, as an entry with a key and a value. */
function assignment(key: string, item: Value, source: SourceText): Entry {
  const match = item.kind === 'text' ? /^([^=<>!]*[^=<>!\s])\s*=(?!=)\s*([^]*)$/.exec(item.value) : null;
  const [, name, expression] = match ?? [];
  if (name === undefined || expression === undefined) {
    throw source.failure(`an entry of ${key} has no name. Write NAME: expression.`, item.span);
  }
  const text = source.text.slice(item.span.start, item.span.end);
  const start = item.span.start + text.indexOf('=') + 1;
  const blank = /^\s*/.exec(source.text.slice(start))?.[0].length ?? 0;
  const span = { start: start + blank, end: item.span.end };
  return { key: name, keySpan: item.span, value: { kind: 'text', value: expression, span } };
}

function readDefinition({ key, keySpan, value }: Entry, source: SourceText): Definition {
  const [, functionName, list] = /^\s*([^\s()]+)\s*\(([^()]*)\)\s*$/.exec(key) ?? [];
  const name = functionName ?? key;
  checkName(name, keySpan, source);
  const { span } = value;
  if (functionName !== undefined && list !== undefined) {
    const names = list.split(',').map((part) => part.trim());
    for (const argument of names) checkName(argument, keySpan, source);
    return {
      name,
      span,
      kind: 'function',
      arguments: names,
      expression: readExpression(name, value, source),
    };
  }
  if (value.kind === 'text')
    return { name, span, kind: 'expression', expression: readExpression(name, value, source) };
  if (value.kind === 'boolean') return { name, span, kind: 'data', value: value.value };
  if (value.kind === 'nothing') throw noExpression(name, span, source);
  return { name, span, kind: 'data', value: readNumbers(value, name, source) };
}

function readExpression(name: string, value: Value, source: SourceText): ExpressionText {
  if (value.kind === 'number') return expressionText(String(value.value), value.span, source);
  if (value.kind === 'text' && value.value.trim() !== '')
    return expressionText(value.value, value.span, source);
  throw noExpression(name, value.span, source);
}

function noExpression(name: string, span: Span, source: SourceText): Error {
  return source.failure(`${name} has no expression. Write one after the colon.`, span);
}
