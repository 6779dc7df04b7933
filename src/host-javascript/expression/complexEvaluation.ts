import { isComplex, isMatrix, type EvalFunction, type Matrix } from 'mathjs';
import { endsTheRun, HostError } from '../failures';
import type { CompiledModel, Statement } from './compile';
import { complexMathematics, NoComplexRule } from './complexMathematics';
import type { Evaluation, Progress, Values } from './evaluation';
import { shorten } from './numbers';
import type { SourceText, Span } from './sourceText';

type Nested = unknown[] | number;

/** Evaluates the cost of an expression model where one component of a parameter is complex. */
export class ComplexEvaluation {
  readonly #codes = new Map<Statement, EvalFunction>();
  /** What does not depend on the parameters: evaluated anew, for a function calls what its own instance has. */
  readonly #constants: Values;

  constructor(
    private readonly model: CompiledModel,
    private readonly evaluation: Evaluation,
    private readonly source: SourceText,
    private readonly progress: Progress,
  ) {
    this.#constants = new Map(evaluation.constants);
    for (const statement of model.definitions) {
      const { name, work } = statement;
      if (work.kind === 'expression' && this.#constants.has(name))
        this.#constants.set(name, this.#evaluate(statement, this.#constants));
    }
  }

  /**
   * Im J(θ + i·distance·eᵢ), NaN where J is not finite. The parameters of the model are not touched.
   * @param index row-major
   */
  imaginaryCost(parameter: string, index: number, distance: number): number {
    const { parameters, forCost } = this.evaluation;
    const values: Values = new Map(this.#constants);
    for (const [name, value] of Object.entries(parameters))
      values.set(name, name === parameter ? moved(value, index, distance) : value);
    for (const statement of forCost) values.set(statement.name, this.#evaluate(statement, values));
    return imaginary(this.#evaluate(this.model.cost, values));
  }

  #evaluate(statement: Statement, values: Values): unknown {
    this.progress.statement = statement;
    try {
      return this.#code(statement).evaluate(values as never) as unknown;
    } catch (error) {
      if (error instanceof HostError || endsTheRun(error)) throw error;
      throw this.#refusal(statement, error as Error);
    }
  }

  /** Parsed anew: an expression calls the functions of the instance that parsed it. */
  #code(statement: Statement): EvalFunction {
    const known = this.#codes.get(statement);
    if (known !== undefined) return known;
    const { work } = statement;
    // Data uses no parameter, so it is among the constants.
    if (work.kind === 'data') throw new Error(`${statement.name} is no expression.`);
    const code = complexMathematics().parse(work.text).compile();
    this.#codes.set(statement, code);
    return code;
  }

  /** The real cost was fine at the same point, so whatever is raised here is for the imaginary part. */
  #refusal(statement: Statement, error: Error): HostError {
    const name = refusing(error);
    const [origin, span] = (name === null ? null : this.#placeOf(name, statement)) ?? [
      statement,
      statement.span,
    ];
    const { file, line, column } = this.source.place(span, '');
    const message =
      name === null
        ? `${statement.title} cannot be evaluated: ${shorten(error.message, 200)}`
        : new NoComplexRule(name).message;
    return new HostError({
      kind: 'not-complex',
      message,
      file,
      line,
      column,
      function: origin.name,
      trace: error.stack ?? error.message,
    });
  }

  /** Where a function is called: in the statement, or in a function of `let` that the statement uses. */
  #placeOf(name: string, statement: Statement): [Statement, Span] | null {
    const waiting = [statement];
    const seen = new Set(waiting);
    for (const candidate of waiting) {
      if (candidate.work.kind === 'data') continue;
      const span = candidate.work.placeOf(name);
      if (span !== null) return [candidate, span];
      for (const definition of this.model.definitions) {
        if (!candidate.uses.has(definition.name) || seen.has(definition)) continue;
        seen.add(definition);
        waiting.push(definition);
      }
    }
    return null;
  }
}

/** The function that refused a complex number, ours or the library's. */
function refusing(error: Error): string | null {
  if (error instanceof NoComplexRule) return error.functionName;
  const name: unknown = (error as { data?: { fn?: unknown } }).data?.fn;
  return typeof name === 'string' ? name : null;
}

/** A copy of a parameter with i·distance added to one component. */
function moved(value: unknown, index: number, distance: number): unknown {
  const math = complexMathematics();
  if (typeof value === 'number') return math.complex(value, distance);
  const nested = structuredClone((value as Matrix).valueOf()) as unknown as Nested;
  const rows = rowsOf(nested as unknown[]);
  const width = rows[0]?.length ?? 1;
  const row = rows[Math.floor(index / width)]!;
  row[index % width] = math.complex(row[index % width] as number, distance);
  return math.matrix(nested as never);
}

/** The innermost lists, in order. */
function rowsOf(nested: unknown[]): unknown[][] {
  return Array.isArray(nested[0]) ? nested.flatMap((part) => rowsOf(part as unknown[])) : [nested];
}

/** The imaginary part of a number, or of an array of one; NaN where it is not finite. */
function imaginary(value: unknown): number {
  if (isMatrix(value)) return imaginary(value.valueOf());
  if (Array.isArray(value)) return imaginary(value[0]);
  if (isComplex(value)) return Number.isFinite(value.re) ? value.im : NaN;
  return Number.isFinite(Number(value)) ? 0 : NaN;
}
