import { create, type MathJsInstance, type MathNode, type Matrix } from 'mathjs';
import { factories } from './vocabulary';

/** Functions of one number that also apply to each component of a matrix, as textbooks write them. */
const elementwise: Readonly<Record<string, (x: number) => number>> = {
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  log2: Math.log2,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
};

type Nested = number | Nested[];

/**
 * A mathjs of our own: real numbers only (the logarithm of a negative number is NaN, not complex), functions such as exp
 * and log also elementwise, and `random(size)` drawing from the seeded `Math.random`.
 */
export function createMathematics(): MathJsInstance {
  const math = create(factories() as never, { predictable: true });
  const lifted = Object.entries(elementwise).map(([name, apply]) => [name, lift(math, name, apply)]);
  math.import({ ...Object.fromEntries(lifted), random: randomNumbers(math) } as never, { override: true });
  return math;
}

/** A function of a number that takes matrices as well; the logarithm also takes a base. */
function lift(math: MathJsInstance, name: string, apply: (x: number) => number): unknown {
  const deep = (part: Nested): Nested => (Array.isArray(part) ? part.map(deep) : apply(Number(part)));
  return (math.typed as unknown as (name: string, signatures: object) => unknown)(name, {
    number: apply,
    Matrix: (matrix: Matrix) => math.matrix(deep(matrix.valueOf() as Nested) as never),
    Array: (list: Nested) => deep(list),
    ...(name === 'log'
      ? { 'number, number': (x: number, base: number) => Math.log(x) / Math.log(base) }
      : {}),
  });
}

/** `random()`, `random(size)`, `random(size, min, max)`: uniform numbers, in a matrix if a size such as [2, 3] is given. */
function randomNumbers(math: MathJsInstance) {
  return (size?: Matrix | number[], min = 0, max = 1): Matrix | number => {
    const draw = () => min + (max - min) * Math.random();
    if (size === undefined) return draw();
    const lengths = (Array.isArray(size) ? size : size.valueOf()) as number[];
    const nest = (depth: number): Nested =>
      depth === lengths.length ? draw() : Array.from({ length: lengths[depth] ?? 0 }, () => nest(depth + 1));
    return math.matrix(nest(0) as never);
  };
}

let shared: MathJsInstance | null = null;

/** The instance that all models of this process share. */
export function mathematics(): MathJsInstance {
  shared ??= createMathematics();
  return shared;
}

export type { MathNode };
