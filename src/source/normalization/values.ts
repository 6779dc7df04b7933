import type { Expression, FunctionExpression } from '../program/program';

/** An array as one statement left it. */
export interface Version {
  readonly name: string;
  /** The arrays that its examples come from. */
  readonly parents: readonly Version[];
  /** The arrays whose statistics this statement took off or divided by. */
  readonly statistics: ReadonlySet<Version>;
  /** Where in the text. */
  readonly from: number;
  readonly to: number;
  /** Functions around it, the innermost last. */
  readonly function: string;
  /** All of its parents' examples are in it. */
  readonly whole: boolean;
  /** Turned against the first array it comes from: examples along the other axis. */
  readonly turned: boolean;
}

/** What of the array: all of it, some examples, one row, one number of it. */
export type Extent = 'whole' | 'part' | 'row' | 'number';

export interface Data {
  readonly kind: 'data';
  readonly versions: readonly Version[];
  readonly extent: Extent;
  readonly turned: boolean;
  /** Statistics of these arrays went in since the last statement. */
  readonly applied: ReadonlySet<Version>;
}

export interface Statistic {
  readonly kind: 'statistic';
  readonly of: ReadonlySet<Version>;
}

export type Value =
  | Data
  | Statistic
  /** `fitted` is null before `fit`, and where the text does not tell. */
  | { readonly kind: 'scaler'; readonly fitted: ReadonlySet<Version> | null }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, Value> }
  | { readonly kind: 'function'; readonly definition: FunctionExpression; readonly scope: Scope }
  /** A length, a small constant: what can be worked into a statistic without being data. */
  | { readonly kind: 'scalar' }
  | { readonly kind: 'none' }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'unknown' };

export const unknown: Value = { kind: 'unknown' };
export const scalar: Value = { kind: 'scalar' };

/** Names of one function, or of the file. */
export class Scope {
  private names = new Map<string, Value>();
  readonly loopVariables = new Set<string>();

  constructor(
    readonly outer: Scope | null,
    readonly functionName = '',
  ) {}

  get(name: string): Value | undefined {
    return this.names.get(name) ?? this.outer?.get(name);
  }

  own(): ReadonlyMap<string, Value> {
    return this.names;
  }

  set(name: string, value: Value): void {
    this.names.set(name, value);
  }

  /** In JavaScript a function assigns the names outside that it does not declare. */
  holder(name: string): Scope {
    return this.names.has(name) ? this : (this.outer?.holder(name) ?? this);
  }

  isLoopVariable(name: string): boolean {
    return this.loopVariables.has(name) || (this.outer?.isLoopVariable(name) ?? false);
  }

  /** The names as they are now, to come back to. */
  snapshot(): ReadonlyMap<string, Value> {
    return new Map(this.names);
  }

  restore(names: ReadonlyMap<string, Value>): void {
    this.names = new Map(names);
  }
}

export function union<Item>(...sets: readonly ReadonlySet<Item>[]): ReadonlySet<Item> {
  return new Set(sets.flatMap((set) => [...set]));
}

/** What a name is where two ways lead to. */
export function merged(a: Value | undefined, b: Value | undefined): Value {
  if (a === b && a !== undefined) return a;
  if (a?.kind === 'data' && b?.kind === 'data')
    return {
      ...a,
      versions: [...new Set([...a.versions, ...b.versions])],
      applied: union(a.applied, b.applied),
    };
  if (a?.kind === 'scaler' && b?.kind === 'scaler') return { kind: 'scaler', fitted: null };
  if (a?.kind === 'scalar' && b?.kind === 'scalar') return a;
  if (a?.kind === 'data' && b === undefined) return a;
  if (b?.kind === 'data' && a === undefined) return b;
  return unknown;
}

/** `self.mu` of `self.mu`, `data.X_test` of `data["X_test"]`; null for what is no path of names. */
export function pathOf(expression: Expression): string | null {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'member') return null;
  const base = pathOf(expression.base);
  return base === null ? null : `${base}.${expression.name}`;
}
