/** Data that a check made because the file has none: what kind, and of which shape. */
export interface Made {
  readonly kind: 'normal' | 'one-hot' | 'class-numbers' | 'zero-one' | 'signs';
  readonly shape: readonly number[];
  readonly classes: number;
}

/** Reads how inputs or labels were made from the words of the binding; null if there is nothing to make again. */
export function madeFrom(how: string): Made | null {
  if (!/^made\b/.test(how)) return null;
  const shape = /\((\d[\d, ]*)\)/
    .exec(how)?.[1]
    ?.split(',')
    .filter((part) => part.trim() !== '');
  if (shape === undefined) return null;
  const classes = Number(
    /of (\d+) class/.exec(how)?.[1] ?? Number(/from 0 to (\d+)/.exec(how)?.[1] ?? 1) + 1,
  );
  const kind = /one-hot/.test(how)
    ? 'one-hot'
    : /class numbers/.test(how)
      ? 'class-numbers'
      : /-1|−1/.test(how)
        ? 'signs'
        : /\b0 (and|or) 1\b|zeros and ones/.test(how)
          ? 'zero-one'
          : 'normal';
  return { kind, shape: shape.map(Number), classes };
}

/** The same kind of data as an expression: short, repeatable, and with no value at a kink. */
export function madeValue(made: Made): { readonly python: string; readonly javascript: string } {
  return { python: pythonValue(made), javascript: javascriptValue(made) };
}

function pythonValue({ kind, shape, classes }: Made): string {
  const size = shape.reduce((product, length) => product * length, 1);
  const reshaped = (values: string): string =>
    shape.length === 1 ? values : `(${values}).reshape(${shape.join(', ')})`;
  switch (kind) {
    case 'one-hot': {
      // Classes run along the first axis where examples are columns.
      const columns = shape[0] === classes;
      const rows = `np.eye(${classes})[np.arange(${columns ? shape[1] : shape[0]}) % ${classes}]`;
      return columns ? `${rows}.T` : rows;
    }
    case 'class-numbers':
      return reshaped(`np.arange(${size}) % ${classes}`);
    case 'zero-one':
      return reshaped(`np.arange(${size}) % 2.0`);
    case 'signs':
      return reshaped(`np.arange(${size}) % 2 * 2.0 - 1`);
    case 'normal':
      return `np.random.default_rng(1).normal(size=(${shape.join(', ')}${shape.length === 1 ? ',' : ''}))`;
  }
}

function javascriptValue({ kind, shape, classes }: Made): string {
  const [rows = 1, columns] = shape;
  const values = (length: number, index: string, value: string): string =>
    `Array.from({ length: ${length} }, (_, ${index}) => ${value})`;
  const cell = (flat: string, row: string, column: string): string => {
    switch (kind) {
      case 'one-hot':
        return rows === classes
          ? `+(${column} % ${classes} === ${row})`
          : `+(${row} % ${classes} === ${column})`;
      case 'class-numbers':
        return `(${flat}) % ${classes}`;
      case 'zero-one':
        return `(${flat}) % 2`;
      case 'signs':
        return `((${flat}) % 2) * 2 - 1`;
      case 'normal':
        return `Math.sin(1 + 2 * (${flat}))`;
    }
  };
  if (columns === undefined) return values(rows, 'i', cell('i', 'i', 'i'));
  return values(rows, 'i', values(columns, 'j', cell(`${columns} * i + j`, 'i', 'j')));
}
