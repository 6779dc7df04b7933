import type { ParameterFact } from './inventory';

/** A value that a text states: `0.5`, `'tanh'`, `[784, 128, 10]`. */
export type Literal = null | boolean | string | number | readonly Literal[];

/** A call in the text of a file, with the arguments whose values the text states: `Net([784, 128, 10], scale=0.5)`. */
export interface WrittenCall {
  /** The function or class. */
  readonly name: string;
  /** One-based. */
  readonly line: number;
  /** `undefined` for values that only running the file would tell. */
  readonly positional: readonly (Literal | undefined)[];
  readonly keywords: Readonly<Record<string, Literal | undefined>>;
}

/** What a call passes for one of the parameters of its function; `undefined` if nothing, or nothing that the text states. */
export function argumentOf(
  call: WrittenCall,
  parameter: ParameterFact,
  parameters: readonly ParameterFact[],
): Literal | undefined {
  if (Object.hasOwn(call.keywords, parameter.name)) return call.keywords[parameter.name];
  return parameter.kind === 'positional' ? call.positional[parameters.indexOf(parameter)] : undefined;
}
