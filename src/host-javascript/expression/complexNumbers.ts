/**
 * Elementary functions of a + ib near the real axis, where they continue real functions. The library's own subtract, or lose
 * b beside the argument ±π of a negative number, where b is 1e-20; these keep every digit of b. Outside the domain of the real
 * function the result is NaN, as that function's.
 * Sources: W. Kahan, "Branch Cuts for Complex Elementary Functions" (1987), for the inverse functions; J. Martins, P. Sturdza,
 * J. Alonso, "The Complex-Step Derivative Approximation", ACM TOMS 29 (2003), for abs and for decisions by the real part.
 */
export interface ComplexNumber {
  readonly re: number;
  readonly im: number;
}

type Elementary = (z: ComplexNumber) => ComplexNumber;

const complex = (re: number, im: number): ComplexNumber => ({ re, im });
const nan = complex(NaN, NaN);
const times = (z: ComplexNumber, factor: number) => complex(z.re * factor, z.im * factor);
const isReal = (z: ComplexNumber) => z.im === 0;

/** The function of a real number where b = 0, so that an infinite value times b is not NaN; NaN where it is undefined. */
function continued(real: (x: number) => number, beyond: Elementary): Elementary {
  return (z) => {
    const value = real(z.re);
    if (isReal(z)) return complex(value, 0);
    return Number.isNaN(value) ? nan : beyond(z);
  };
}

const exp = continued(Math.exp, ({ re, im }) => {
  const size = Math.exp(re);
  return complex(size * Math.cos(im), size * Math.sin(im));
});

const expm1 = continued(Math.expm1, ({ re, im }) =>
  // e^a cos b − 1 without cancellation: cos b = 1 − 2 sin²(b/2).
  complex(Math.expm1(re) - 2 * Math.exp(re) * Math.sin(im / 2) ** 2, Math.exp(re) * Math.sin(im)),
);

const log = continued(Math.log, ({ re, im }) => complex(Math.log(Math.hypot(re, im)), Math.atan2(im, re)));

const log1p = continued(Math.log1p, ({ re, im }) =>
  complex(Math.log1p(re * (2 + re) + im * im) / 2, Math.atan2(im, 1 + re)),
);

const sqrt = continued(Math.sqrt, ({ re, im }) => {
  const root = Math.sqrt((Math.hypot(re, im) + re) / 2);
  return complex(root, im / (2 * root));
});

const sin = continued(Math.sin, ({ re, im }) =>
  complex(Math.sin(re) * Math.cosh(im), Math.cos(re) * Math.sinh(im)),
);

const cos = continued(Math.cos, ({ re, im }) =>
  complex(Math.cos(re) * Math.cosh(im), -Math.sin(re) * Math.sinh(im)),
);

const tan = continued(Math.tan, ({ re, im }) => {
  const [t, h] = [Math.tan(re), Math.tanh(im)];
  const scale = 1 + t * t * h * h;
  return complex((t * (1 - h * h)) / scale, (h * (1 + t * t)) / scale);
});

const sinh = continued(Math.sinh, ({ re, im }) =>
  complex(Math.sinh(re) * Math.cos(im), Math.cosh(re) * Math.sin(im)),
);

const cosh = continued(Math.cosh, ({ re, im }) =>
  complex(Math.cosh(re) * Math.cos(im), Math.sinh(re) * Math.sin(im)),
);

const tanh = continued(Math.tanh, ({ re, im }) => {
  const [t, h] = [Math.tanh(re), Math.tan(im)];
  const scale = 1 + t * t * h * h;
  // 1 − tanh² cancels where tanh is near 1; 1/cosh² does not.
  return complex((t * (1 + h * h)) / scale, h / Math.cosh(re) ** 2 / scale);
});

const asin = continued(Math.asin, (z) => {
  const [below, above] = [sqrt(complex(1 - z.re, -z.im)), sqrt(complex(1 + z.re, z.im))];
  return complex(Math.atan2(z.re, realOfProduct(below, above)), Math.asinh(imaginaryOfRatio(below, above)));
});

const acos = continued(Math.acos, (z) => {
  const [below, above] = [sqrt(complex(1 - z.re, -z.im)), sqrt(complex(1 + z.re, z.im))];
  return complex(2 * Math.atan2(below.re, above.re), -Math.asinh(imaginaryOfRatio(below, above)));
});

/** Re(u v). */
function realOfProduct(u: ComplexNumber, v: ComplexNumber): number {
  return u.re * v.re - u.im * v.im;
}

/** Im(ū v). */
function imaginaryOfRatio(u: ComplexNumber, v: ComplexNumber): number {
  return u.re * v.im - u.im * v.re;
}

const atan = continued(Math.atan, ({ re, im }) =>
  complex(
    Math.atan2(2 * re, (1 - im) * (1 + im) - re * re) / 2,
    Math.log1p((4 * im) / (re * re + (1 - im) ** 2)) / 4,
  ),
);

const asinh = continued(Math.asinh, ({ re, im }) => {
  const [below, above] = [sqrt(complex(1 + im, -re)), sqrt(complex(1 - im, re))];
  return complex(Math.asinh(imaginaryOfRatio(below, above)), Math.atan2(im, realOfProduct(below, above)));
});

const acosh = continued(Math.acosh, (z) => {
  const [below, above] = [sqrt(complex(z.re - 1, z.im)), sqrt(complex(z.re + 1, z.im))];
  const re = below.re * above.re + below.im * above.im;
  return complex(Math.asinh(re), 2 * Math.atan2(below.im, above.re));
});

const atanh = continued(Math.atanh, ({ re, im }) =>
  complex(
    Math.log1p((4 * re) / ((1 - re) ** 2 + im * im)) / 4,
    (Math.atan2(im, 1 + re) + Math.atan2(im, 1 - re)) / 2,
  ),
);

/** |z| as the real function has it: −z left of zero, not the modulus, which is no analytic function. */
const abs: Elementary = (z) => (z.re < 0 ? times(z, -1) : z);

const cbrt: Elementary = (z) => odd(z, (positive) => power(positive, complex(1 / 3, 0)));

/** A function with f(−z) = −f(z), from its values right of zero. */
function odd(z: ComplexNumber, right: Elementary): ComplexNumber {
  return z.re < 0 ? times(right(times(z, -1)), -1) : right(z);
}

/** Whole powers up to this one are made of products, in which zero times ε stays zero. */
const largestProduct = 64;

/** zⁿ by squaring. */
function wholePower(z: ComplexNumber, n: number): ComplexNumber {
  if (n === 0) return complex(1, 0);
  const half = wholePower(z, Math.floor(n / 2));
  const square = product(half, half);
  return n % 2 === 0 ? square : product(square, z);
}

/** z^w. A negative z has a power only where w is a whole number. */
export function power(z: ComplexNumber, w: ComplexNumber): ComplexNumber {
  if (isReal(z) && isReal(w)) return complex(Math.pow(z.re, w.re), 0);
  if (isReal(w) && Number.isInteger(w.re) && w.re >= 0 && w.re <= largestProduct) return wholePower(z, w.re);
  if (z.re < 0) {
    if (!isReal(w) || !Number.isInteger(w.re)) return nan;
    return times(power(times(z, -1), w), w.re % 2 === 0 ? 1 : -1);
  }
  const radius = Math.hypot(z.re, z.im);
  if (radius === 0) return complex(Math.pow(0, w.re), w.re > 0 ? 0 : NaN);
  const [angle, length] = [Math.atan2(z.im, z.re), Math.log(radius)];
  const size = Math.pow(radius, w.re) * Math.exp(-w.im * angle);
  const turn = w.re * angle + w.im * length;
  return turn === 0 ? complex(size, 0) : complex(size * Math.cos(turn), size * Math.sin(turn));
}

/** The n-th root that is real where z is: of a negative z for odd n only. */
export function nthRoot(z: ComplexNumber, n: number): ComplexNumber {
  if (z.re < 0 && Math.abs(n % 2) !== 1) return nan;
  return odd(z, (positive) => power(positive, complex(1 / n, 0)));
}

/** The angle of the point (x, y): turned back by its real angle first, so that no branch is near. */
export function atan2(y: ComplexNumber, x: ComplexNumber): ComplexNumber {
  const angle = Math.atan2(y.re, x.re);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const across = complex(y.re * c - x.re * s, y.im * c - x.im * s);
  const along = complex(x.re * c + y.re * s, x.im * c + y.im * s);
  const rest = atan(quotient(across, along));
  return complex(angle + rest.re, rest.im);
}

/** Length of (x₁, x₂, …): √Σxᵢ², without the moduli. */
export function hypot(parts: readonly ComplexNumber[]): ComplexNumber {
  const largest = Math.max(0, ...parts.map(({ re }) => Math.abs(re)));
  if (largest === 0) return sqrt(sumOfSquares(parts));
  return times(sqrt(sumOfSquares(parts.map((part) => times(part, 1 / largest)))), largest);
}

function sumOfSquares(parts: readonly ComplexNumber[]): ComplexNumber {
  return parts.reduce(
    (sum, { re, im }) => complex(sum.re + (re - im) * (re + im), sum.im + 2 * re * im),
    complex(0, 0),
  );
}

function product(u: ComplexNumber, v: ComplexNumber): ComplexNumber {
  return complex(u.re * v.re - u.im * v.im, u.re * v.im + u.im * v.re);
}

function quotient(u: ComplexNumber, v: ComplexNumber): ComplexNumber {
  const size = v.re * v.re + v.im * v.im;
  return complex((u.re * v.re + u.im * v.im) / size, (u.im * v.re - u.re * v.im) / size);
}

/** z − w ⌊z/w⌋, the floor by the real parts; z itself where w = 0, as of real numbers. */
export function modulo(z: ComplexNumber, w: ComplexNumber): ComplexNumber {
  if (w.re === 0) return z;
  const whole = Math.floor(z.re / w.re);
  return complex(z.re - w.re * whole, z.im - w.im * whole);
}

/**
 * The error function by its Taylor series in b, to the third order; NaN where b is too large for that.
 * @param real erf of a real number
 */
export function erf(z: ComplexNumber, real: (x: number) => number): ComplexNumber {
  const { re, im } = z;
  if (Math.abs(im) > 0.01) return nan;
  const slope = (2 / Math.sqrt(Math.PI)) * Math.exp(-re * re);
  return complex(real(re) + re * im * im * slope, im * slope * (1 - ((4 * re * re - 2) * im * im) / 6));
}

/** Functions of one number, by the names that expressions have for them. */
export const elementary: Readonly<Record<string, Elementary>> = {
  exp,
  expm1,
  log,
  log10: (z) => times(log(z), Math.LOG10E),
  log1p,
  log2: (z) => times(log(z), Math.LOG2E),
  sqrt,
  cbrt,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  sinh,
  cosh,
  tanh,
  asinh,
  acosh,
  atanh,
  abs,
};

export { log as logarithm, quotient };
