import { isComplex, isMatrix, type MathJsInstance, type Matrix } from 'mathjs';
import {
  atan2,
  elementary,
  erf,
  hypot,
  logarithm,
  modulo,
  nthRoot,
  power,
  quotient,
  type ComplexNumber,
} from './complexNumbers';
import { createMathematics, mathematics } from './mathematics';

/** Functions that decide, or round: they look at the real part, as at a real number. */
const byRealPart = [
  'larger',
  'largerEq',
  'smaller',
  'smallerEq',
  'equal',
  'unequal',
  'compare',
  'not',
  'sign',
  'floor',
  'ceil',
  'round',
  'fix',
] as const;

type Call = (...values: unknown[]) => unknown;

/**
 * The same mathematics, for complex steps: every function continues the real one, so that Im f/ε is its derivative. What
 * decides (comparisons, and with them max, min, sort and median) or rounds looks at the real part, abs(z) is z·sign(Re z), and
 * nothing is conjugated. Functions without such a rule refuse complex numbers.
 * Source: J. Martins, P. Sturdza, J. Alonso, "The Complex-Step Derivative Approximation", ACM TOMS 29 (2003).
 */
function createComplexMathematics(): MathJsInstance {
  const math = createMathematics();
  // Taken from the real instance: asking this one for a function would bind what it calls before the rules are in place.
  const library = mathematics() as unknown as Record<string, Call>;
  const typed = math.typed as unknown as ((name: string, signatures: object) => Call) & {
    addConversion(conversion: object): void;
  };
  // `x .* (x > 0)`
  typed.addConversion({
    from: 'boolean',
    to: 'Complex',
    convert: (truth: boolean) => make({ re: +truth, im: 0 }),
  });

  function make({ re, im }: ComplexNumber): unknown {
    return math.complex(re, im);
  }
  const deep = (value: unknown, apply: (part: unknown) => unknown): unknown => {
    if (Array.isArray(value)) return value.map((part: unknown) => deep(part, apply));
    if (isMatrix(value)) return math.matrix(deep((value as Matrix).valueOf(), apply) as never);
    return apply(value);
  };
  const realPart = (value: unknown) => deep(value, (part) => (isComplex(part) ? part.re : part));

  // Replacing a function binds what the old one calls, so simple ones come first: conj before pow, whose products need it.
  const rules: Record<string, Call> = { conj: typed('conj', { any: (value: unknown) => value }) };
  for (const [name, apply] of Object.entries(elementary)) {
    const real = library[name]!;
    const one = (value: unknown) => (isComplex(value) ? make(apply(value)) : real(value));
    rules[name] = typed(name, {
      any: (value: unknown) => deep(value, one),
      ...(name === 'log' && {
        'any, any': (value: ComplexNumber | number, base: ComplexNumber | number) =>
          isComplex(value) || isComplex(base)
            ? make(quotient(logarithm(asComplex(value)), logarithm(asComplex(base))))
            : real(value, base),
      }),
    });
  }
  for (const name of byRealPart) {
    const real = library[name]!;
    rules[name] = typed(name, { '...any': (values: unknown[]) => real(...values.map(realPart)) });
  }
  const pow = library['pow']!;
  const powers = (z: number | ComplexNumber, w: number | ComplexNumber) =>
    make(power(asComplex(z), asComplex(w)));
  rules['pow'] = typed('pow', {
    'number, number': pow,
    'Complex, Complex': powers,
    'Complex, number': powers,
    'number, Complex': powers,
    'Array, number': pow,
    'Matrix, number': pow,
  });
  /** `beyond` in place of the real function where a complex number is among its values. */
  const continued = (name: string, beyond: Call) => {
    const real = library[name]!;
    rules[name] = typed(name, {
      '...any': (values: unknown[]) => (values.some(holdsComplex) ? beyond : real)(...values),
    });
  };
  const broadcast = math.map as unknown as (
    a: unknown,
    b: unknown,
    apply: (a: unknown, b: unknown) => unknown,
  ) => unknown;
  /** The same for each component of arrays, which broadcast. */
  const elementwise = (name: string, beyond: (...values: ComplexNumber[]) => ComplexNumber) => {
    const real = library[name]!;
    const one: Call = (...values) =>
      values.some(isComplex)
        ? make(beyond(...values.map((value) => asComplex(value as number))))
        : real(...values);
    continued(name, (...values) => {
      const [array, other] = values.filter((value) => isMatrix(value) || Array.isArray(value));
      if (array === undefined) return one(...values);
      if (other !== undefined) return broadcast(array, other, (a, b) => one(a, b));
      return deep(array, (part) => one(...values.map((value) => (value === array ? part : value))));
    });
  };
  elementwise('atan2', atan2);
  elementwise('mod', modulo);
  elementwise('nthRoot', (z, n = { re: 2, im: 0 }) => {
    if (n.im !== 0) throw new NoComplexRule('nthRoot');
    return nthRoot(z, n.re);
  });
  elementwise('erf', (z) => erf(z, library['erf'] as (x: number) => number));
  continued('hypot', (...values) =>
    make(hypot(values.flatMap(flat).map((value) => asComplex(value as number)))),
  );

  continued('lgamma', (value) => {
    const z = value as ComplexNumber;
    return z.re > 0 ? library['lgamma']!(z) : make({ re: NaN, im: NaN });
  });
  continued('distance', () => {
    throw new NoComplexRule('distance');
  });
  math.import(rules as never, { override: true });

  // Made of the rules, but for two cases: the modulus of a number, and a matrix norm that takes eigenvalues.
  const norm = (math as unknown as Record<string, Call>)['norm']!;
  const norms = (value: unknown, kind: unknown = 2) => {
    if (isComplex(value)) return rules['abs']!(value);
    if (kind === 2 && sizeOf(value).length === 2 && holdsComplex(value)) throw new NoComplexRule('norm');
    return norm(value, kind);
  };
  const sizeOf = (value: unknown) => math.size(value as Matrix).valueOf() as unknown as number[];
  math.import({ norm: typed('norm', { any: norms, 'any, any': norms }) } as never, { override: true });
  return math;
}

/** Thrown where a function that has no rule for complex numbers is given one. */
export class NoComplexRule extends Error {
  constructor(readonly functionName: string) {
    super(`${functionName} has no rule for complex numbers`);
  }
}

/** The components of a value, in a list. */
function flat(value: unknown): unknown[] {
  const list = typeof value === 'object' && value !== null ? value.valueOf() : value;
  return Array.isArray(list) ? list.flatMap(flat) : [value];
}

function holdsComplex(value: unknown): boolean {
  return flat(value).some(isComplex);
}

function asComplex(value: number | ComplexNumber): ComplexNumber {
  return typeof value === 'object' ? value : { re: Number(value), im: 0 };
}

let shared: MathJsInstance | null = null;

/** The instance that all models of this process share; made when the first complex step is asked for. */
export function complexMathematics(): MathJsInstance {
  shared ??= createComplexMathematics();
  return shared;
}
