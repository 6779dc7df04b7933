import type { HostFailure } from '../../core/failure';
import { describe } from '../describe';
import { endsTheRun, HostError } from '../failures';
import { scalarOf } from '../gradients';
import { viewArray } from '../arrays';
import type { CompiledModel, Statement } from './compile';
import { mathematics } from './mathematics';
import type { Parameter } from './modelFile';
import { shorten, type Numbers } from './numbers';
import type { SourceText } from './sourceText';

export type Values = Map<string, unknown>;

/** What is being evaluated, for when the time limit stops it. */
export interface Progress {
  statement: Statement | null;
}

/** Evaluates the cost and the gradients of an expression model at its live parameters. */
export class Evaluation {
  /** Numbers, and mathjs matrices, by name: changing them changes what is evaluated. */
  readonly parameters: Record<string, unknown> = {};
  /** What does not depend on the parameters, once evaluated. */
  readonly constants: Values = new Map();
  /** What the cost needs besides, in order. */
  readonly forCost: readonly Statement[];
  readonly #forGradients: readonly Statement[];

  constructor(
    parameters: readonly Parameter[],
    private readonly model: CompiledModel,
    private readonly source: SourceText,
    private readonly progress: Progress,
  ) {
    for (const { name, value } of parameters) this.parameters[name] = live(value);
    const varying = new Set([...parameters.map(({ name }) => name), 'random']);
    const changing: Statement[] = [];
    for (const statement of model.definitions) {
      if ([...statement.uses].some((name) => varying.has(name))) {
        varying.add(statement.name);
        changing.push(statement);
      } else {
        this.constants.set(statement.name, this.#evaluate(statement, this.constants));
      }
    }
    this.forCost = needed(changing, [model.cost]);
    this.#forGradients = needed(changing, model.gradients);
  }

  readonly cost = (): number => {
    const { cost } = this.model;
    const value = this.#evaluate(cost, this.#values(this.forCost));
    const scalar = scalarOf(value);
    if (scalar !== null) return scalar;
    const found = describe(value, () => ({
      name: '',
      parameters: [],
      file: '',
      line: 1,
      endLine: 1,
      returns: [],
    }));
    const what = shapeInWords(value) ?? (found.type === 'array' ? 'an array' : `a ${found.type}`);
    throw this.#failure(cost, `the cost is ${what}, not one number. Reduce it with sum(...) or mean(...).`, {
      kind: 'result',
      found,
    });
  };

  readonly gradients = (): Record<string, unknown> => {
    const values = this.#values(this.#forGradients);
    return Object.fromEntries(
      this.model.gradients.map((statement) => [statement.name, this.#evaluate(statement, values)]),
    );
  };

  /** All values that the gradients use, the parameters included, at the present point. */
  #values(statements: readonly Statement[]): Values {
    const values: Values = new Map(this.constants);
    for (const name of Object.keys(this.parameters)) values.set(name, this.parameters[name]);
    for (const statement of statements) values.set(statement.name, this.#evaluate(statement, values));
    return values;
  }

  #evaluate(statement: Statement, values: Values): unknown {
    const { work } = statement;
    if (work.kind === 'data') return typeof work.value === 'boolean' ? work.value : live(work.value);
    this.progress.statement = statement;
    try {
      return work.code.evaluate(values as never) as unknown;
    } catch (error) {
      if (error instanceof HostError || endsTheRun(error)) throw error;
      const shapes = [...statement.uses].flatMap((name) => {
        const shape = shapeInWords(values.get(name));
        return shape === null ? [] : [`${name} is ${shape}`];
      });
      const { message, stack } = error as Error;
      const hint = hintFor(work.node.toString(), message);
      const where = shapes.length === 0 ? '' : ` Here ${shapes.join(', ')}.`;
      const sentence = `${statement.title} cannot be evaluated: ${shorten(message, 200).replace(/\.+$/, '')}.${where} ${hint}`;
      throw this.#failure(statement, sentence, { kind: 'exception', trace: stack ?? message });
    }
  }

  #failure(statement: Statement, message: string, facts: Partial<HostFailure>): HostError {
    return this.source.failure(message, statement.span, { function: statement.name, ...facts });
  }
}

/** Statements, in order, that some others use, directly or not. */
function needed(all: readonly Statement[], users: readonly Statement[]): Statement[] {
  const names = new Set(users.flatMap(({ uses }) => [...uses]));
  const kept: Statement[] = [];
  for (const statement of [...all].reverse()) {
    if (!names.has(statement.name)) continue;
    statement.uses.forEach((name) => names.add(name));
    kept.unshift(statement);
  }
  return kept;
}

/** Numbers as mathjs works on them: a matrix for nested lists. */
function live(numbers: Numbers): unknown {
  return typeof numbers === 'number' ? numbers : mathematics().matrix(structuredClone(numbers) as never);
}

function shapeInWords(value: unknown): string | null {
  if (typeof value === 'number') return 'a number';
  const view = viewArray(value);
  if (view === null) return null;
  return view.shape.length === 1 ? `a vector of length ${view.shape[0]}` : `${view.shape.join('×')}`;
}

function hintFor(expression: string, message: string): string {
  if (/\bmax\(.+, 0\)/.test(expression) && /out of range/.test(message)) {
    return 'max(x, n) takes the maximum along dimension n; for max(x, 0) of each component write x .* (x > 0).';
  }
  if (/must be square/.test(message)) return 'A power of each component is written .^ instead of ^.';
  if (/call stack/.test(message)) return 'A function under let calls itself without end.';
  if (/dimension|must match|mismatch/i.test(message))
    return "Change the shapes, or transpose with ' where needed.";
  return 'Correct the expression here.';
}
