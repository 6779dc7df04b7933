import type { EvalFunction, MathNode } from 'mathjs';
import type { ExpressionText } from './expressionText';
import type { Definition } from './definitions';
import { mathematics } from './mathematics';
import type { ModelFile } from './modelFile';
import type { Numbers } from './numbers';
import type { SourceText, Span } from './sourceText';
import { freeNames, type Scope } from './symbols';

/** A named part of the model, ready to be evaluated. */
export interface Statement {
  readonly name: string;
  readonly span: Span;
  /** What it is called in messages, e.g. `the gradient of W1`. */
  readonly title: string;
  /** Names of the file it uses, and `random`. */
  readonly uses: ReadonlySet<string>;
  readonly work:
    | { readonly kind: 'data'; readonly value: Numbers | boolean }
    | {
        readonly kind: 'expression';
        readonly node: MathNode;
        readonly code: EvalFunction;
        /** What was parsed. */
        readonly text: string;
        /** Place of a name in the expression; null where it does not stand there. */
        readonly placeOf: (name: string) => Span | null;
      };
}

export interface CompiledModel {
  readonly definitions: readonly Statement[];
  readonly cost: Statement;
  readonly gradients: readonly Statement[];
}

/** Parses all expressions once, and refuses what could not be evaluated, at its place. */
export function compileModel(file: ModelFile, source: SourceText): CompiledModel {
  const known = new Map<string, boolean>();
  const later = new Set(file.definitions.map(({ name }) => name));
  const scope: Scope = { known, later };
  for (const { name } of file.parameters) known.set(name, false);

  const definitions = file.definitions.map((definition) => {
    const { name, span } = definition;
    if (file.parameters.some((parameter) => parameter.name === name)) {
      throw source.failure(`${name} is a parameter as well. Give one of the two another name.`, span);
    }
    const statement = compileDefinition(definition, name, scope, source);
    known.set(name, mayBeFunction(statement));
    return statement;
  });
  const cost = compileExpression('cost', 'the cost', file.cost, scope, source);
  const gradients = file.gradients.map((definition) =>
    compileDefinition(definition, `the gradient of ${definition.name}`, scope, source),
  );
  return { definitions, cost, gradients };
}

function compileDefinition(
  definition: Definition,
  title: string,
  scope: Scope,
  source: SourceText,
): Statement {
  const { name, span, kind } = definition;
  if (kind === 'data') {
    return { name, span, title, uses: new Set(), work: { kind, value: definition.value } };
  }
  if (kind === 'expression') return compileExpression(name, title, definition.expression, scope, source);
  const head = `${name}(${definition.arguments.join(', ')}) = `;
  return compileExpression(name, title, definition.expression, scope, source, head);
}

/** @param head what to put before the expression, to make it a function. */
function compileExpression(
  name: string,
  title: string,
  expression: ExpressionText,
  scope: Scope,
  source: SourceText,
  head = '',
): Statement {
  const { text, span } = expression;
  const node = parse(head, expression, title, source);
  const uses = freeNames(node, scope, ({ message, name: culprit }) => {
    throw source.failure(`${message}`, placeOf(culprit) ?? span, { function: name });
  });
  const work = { kind: 'expression', node, code: node.compile(), text: head + text, placeOf } as const;
  return { name, span, title, uses, work };

  function placeOf(culprit: string): Span | null {
    const index = wordIndex(text, culprit);
    return index < 0 ? null : expression.locate(index);
  }
}

function parse(
  head: string,
  { text, span, locate }: ExpressionText,
  title: string,
  source: SourceText,
): MathNode {
  try {
    return mathematics().parse(head + text);
  } catch (error) {
    const { message } = error as Error;
    const character = (error as { char?: number }).char;
    const at = character === undefined ? span : locate(character - 1 - head.length);
    const reason = message.replace(/ \(char \d+\)$/, '').replace(/\.$/, '');
    throw source.failure(`${title} cannot be read: ${lower(reason)}. Correct the expression here.`, at);
  }
}

function lower(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Index of a name as a whole word. */
function wordIndex(text: string, name: string): number {
  const letter = /[\p{L}\p{N}_$]/u;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + name.length] ?? ' ';
    const cutsBefore = letter.test(name.charAt(0)) && letter.test(before);
    if (!cutsBefore && !(letter.test(name.at(-1) ?? '') && letter.test(after))) return at;
  }
  return -1;
}

function mayBeFunction({ work }: Statement): boolean {
  if (work.kind === 'data') return false;
  // A bare name may be that of a function; an operation never is one.
  return ['FunctionAssignmentNode', 'SymbolNode', 'ConditionalNode'].includes(work.node.type);
}
