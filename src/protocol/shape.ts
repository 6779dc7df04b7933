/**
 * Checks of what arrives from another process, in small parts that are put together. A check throws `Misshapen`, which
 * names the place; fields that nobody asks for are let through.
 */

export class Misshapen extends Error {
  constructor(path: string, expected: string) {
    super(`${path === '' ? 'it' : path} is not ${expected}`);
    this.name = 'Misshapen';
  }
}

export type Check = (value: unknown, path: string) => void;

/** Deeper than anything that is sent on purpose; paths grow with the depth. */
const deepest = 64;

function test(expected: string, holds: (value: unknown) => boolean): Check {
  return (value, path) => {
    if (!holds(value)) throw new Misshapen(path, expected);
  };
}

export const text = test('text', (value) => typeof value === 'string');
export const truth = test('true or false', (value) => typeof value === 'boolean');
export const finite = test('a finite number', (value) => Number.isFinite(value));
export const whole = test('a whole number from 0', (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0);
/** One-based lines and columns; 0 where a host could not tell. */
export const position = whole;
export const wireNumber = test('a number', (value) =>
  Number.isFinite(value) || value === 'NaN' || value === 'Infinity' || value === '-Infinity');

export function oneOf(...choices: readonly (string | null)[]): Check {
  return test(`one of ${choices.join(', ')}`, (value) => choices.includes(value as string | null));
}

/** Base64 of `count` float64 numbers; of any number of them if that is left out. */
export function block(count?: number): Check {
  const expected = count === undefined ? 'a block of float64' : `a block of ${count} float64`;
  return test(expected, (value) => {
    if (typeof value !== 'string' || value.length % 4 !== 0) return false;
    const padding = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0;
    const bytes = (value.length / 4) * 3 - padding;
    return (
      bytes % 8 === 0 && (count === undefined || bytes === 8 * count) && /^[A-Za-z0-9+/]*={0,2}$/.test(value)
    );
  });
}

export function list(item: Check, count?: number): Check {
  return (value, path) => {
    if (!Array.isArray(value)) throw new Misshapen(path, 'a list');
    if (count !== undefined && value.length !== count) throw new Misshapen(path, `a list of ${count}`);
    for (let i = 0; i < value.length; i++) item(value[i], `${path}[${i}]`);
  };
}

export function either(...checks: readonly Check[]): Check {
  return (value, path) => {
    for (const [i, check] of checks.entries()) {
      try {
        return check(value, path);
      } catch (error) {
        if (i === checks.length - 1) throw error;
      }
    }
  };
}

export function orNull(check: Check): Check {
  return (value, path) => {
    if (value !== null) check(value, path);
  };
}

/** An object with these fields; those of `optional` may be absent. */
export function record(
  fields: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Misshapen(path, 'an object');
    if (path.split('.').length > deepest) throw new Misshapen(path, 'of a depth that is sent on purpose');
    const own = (name: string): unknown =>
      Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    const inside = (name: string) => (path === '' ? name : `${path}.${name}`);
    for (const [name, check] of Object.entries(fields)) check(own(name), inside(name));
    for (const [name, check] of Object.entries(optional))
      if (own(name) !== undefined) check(own(name), inside(name));
  };
}

/** One of several kinds of object, told apart by a field of text. */
export function kinds(tag: string, checks: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    record({ [tag]: oneOf(...Object.keys(checks)) })(value, path);
    checks[(value as Record<string, string>)[tag]!]!(value, path);
  };
}

/** For checks that need each other. */
export function later(check: () => Check): Check {
  return (value, path) => check()(value, path);
}
