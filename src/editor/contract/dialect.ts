import { madeValue, type Made } from './made';

/** How a language writes what a contract is made of. */
export interface Dialect {
  readonly contractLine: RegExp;
  /** The function around the setup lines and the entries of what it returns. */
  readonly contract: (setup: readonly Setup[], entries: readonly ContractEntry[]) => string;
  readonly later: (expression: string) => string;
  /** A function of one argument. */
  readonly given: (argument: string, expression: string) => string;
  /** @param order the names of all arguments, as far as they are known. */
  readonly construct: (className: string, args: readonly NamedArgument[], order: readonly string[]) => string;
  readonly call: (name: string, args: readonly NamedArgument[], order: readonly string[]) => string;
  readonly mapping: (entries: readonly (readonly [string, string])[]) => string;
  readonly list: (items: readonly string[]) => string;
  readonly text: (value: string) => string;
  /** Evaluates everything, and is the last. */
  readonly sequence: (expressions: readonly string[]) => string;
  /** What a call returns in parts, as a mapping under these names. */
  readonly named: (names: readonly string[], call: string) => string;
  readonly made: (value: Made) => string;
  readonly self: string;
  /** Text of a function that returns its results by name. */
  readonly returnsObject: RegExp;
}

export interface ContractEntry {
  readonly key: string;
  readonly value: string;
  /** For the comment behind it. */
  readonly note: string;
}

export interface Setup {
  readonly name: string;
  readonly value: string;
}

export interface NamedArgument {
  readonly name: string;
  readonly value: string;
}

export const python: Dialect = {
  contractLine: /^def\s+gradient_lens\s*\(/,
  contract: (setup, entries) =>
    [
      'def gradient_lens():',
      ...setup.map(({ name, value }) => `\t${name} = ${value}`),
      '\treturn dict(',
      ...entries.map(({ key, value, note }) => `\t\t${key}=${value},  # ${note}`),
      '\t)',
    ].join('\n'),
  later: (expression) => `lambda: ${expression}`,
  given: (argument, expression) => `lambda ${argument}: ${expression}`,
  construct: (className, args) => `${className}(${keywords(args)})`,
  call: (name, args) => `${name}(${keywords(args)})`,
  mapping: (entries) => `{${entries.map(([name, value]) => `"${name}": ${value}`).join(', ')}}`,
  list: (items) => `(${items.join(', ')}${items.length === 1 ? ',' : ''})`,
  text: (value) => `"${value}"`,
  sequence: (expressions) => (expressions.length === 1 ? expressions[0]! : `(${expressions.join(', ')})[-1]`),
  named: (names, call) => `dict(zip([${names.map((name) => `"${name}"`).join(', ')}], ${call}))`,
  made: (value) => madeValue(value).python,
  self: 'self',
  returnsObject: /$^/,
};

export const javascript: Dialect = {
  contractLine: /^(export\s+)?(async\s+)?(function\s+gradientLens\s*\(|const\s+gradientLens\s*=)/,
  contract: (setup, entries) =>
    [
      'export function gradientLens() {',
      ...setup.map(({ name, value }) => `\tconst ${name} = ${value};`),
      '\treturn {',
      ...entries.map(({ key, value, note }) => `\t\t${key}: ${value}, // ${note}`),
      '\t};',
      '}',
    ].join('\n'),
  later: (expression) => `() => ${expression.startsWith('{') ? `(${expression})` : expression}`,
  given: (argument, expression) => `(${argument}) => ${expression}`,
  construct: (className, args, order) => `new ${className}(${positional(args, order)})`,
  call: (name, args, order) => `${name}(${positional(args, order)})`,
  mapping: (entries) =>
    `{ ${entries.map(([name, value]) => (name === value ? name : `${keyOf(name)}: ${value}`)).join(', ')} }`,
  list: (items) => `[${items.join(', ')}]`,
  text: (value) => `"${value}"`,
  sequence: (expressions) => (expressions.length === 1 ? expressions[0]! : `(${expressions.join(', ')})`),
  named: (names, call) =>
    `(([${names.map((_, i) => `g${i}`).join(', ')}]) => ` +
    `({ ${names.map((name, i) => `${keyOf(name)}: g${i}`).join(', ')} }))(${call})`,
  made: (value) => madeValue(value).javascript,
  self: 'this',
  returnsObject: /(\breturn|=>)\s*\(?\s*\{\s*\w+\s*[,:}]/,
};

function keywords(args: readonly NamedArgument[]): string {
  return args.map(({ name, value }) => (name === '' ? value : `${name}=${value}`)).join(', ');
}

/** An argument that is left out before one that is given is `undefined`. */
function positional(args: readonly NamedArgument[], order: readonly string[]): string {
  const last = Math.max(...args.map(({ name }) => order.indexOf(name)));
  if (last < 0) return args.map(({ value }) => value).join(', ');
  const given = order.slice(0, last + 1).map((name) => args.find((one) => one.name === name)?.value);
  return given.map((value) => value ?? 'undefined').join(', ');
}

function keyOf(name: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : JSON.stringify(name);
}
