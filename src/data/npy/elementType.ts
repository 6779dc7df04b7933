import { unreadable } from '../problems';

/** How the numbers of an array are stored. */
export interface ElementType {
  /** float64, uint8, ... */
  readonly dtype: string;
  readonly bytes: 1 | 2 | 4 | 8;
  readonly bigEndian: boolean;
  /** Turns little-endian elements into float64: `count` elements of `from`, put into `to` from its start. */
  readonly decode: (from: ArrayBuffer, count: number, to: Float64Array) => void;
}

type TypedArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

const views: Readonly<
  Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => TypedArray>
> = {
  f8: Float64Array,
  f4: Float32Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  b1: Uint8Array,
};
const kinds: Readonly<Record<string, string>> = { f: 'float', i: 'int', u: 'uint' };

/** @param descr NumPy's type string, as `<f8`. @throws ProblemError for what is no number that is read here */
export function elementType(descr: string, file: string): ElementType {
  const match = /^([<>|=])([a-zA-Z])(\d*)$/.exec(descr);
  const [, order, kind = '', size = ''] = match ?? [];
  const code = kind + size;
  const bytes = Number(size);
  const decode = decoderOf(code);
  if (decode === null) throw unreadable(file, refusal(kind, descr));
  const dtype = kind === 'b' ? 'bool' : `${kinds[kind]}${8 * bytes}`;
  return { dtype, bytes: bytes as ElementType['bytes'], bigEndian: order === '>', decode };
}

function decoderOf(code: string): ElementType['decode'] | null {
  const View = views[code];
  if (View !== undefined) return (from, count, to) => to.set(new View(from, 0, count));
  if (code === 'i8' || code === 'u8') return wholeDecoder(code === 'i8');
  if (code === 'f2') return halfDecoder;
  return null;
}

function refusal(kind: string, descr: string): string {
  switch (kind) {
    case 'O':
      return 'the array holds Python objects, which only Python can read. Make it an array of numbers, as with `astype(float)`, and save it again.';
    case 'c':
      return 'the array holds complex numbers. Save its real part, or its absolute values.';
    case 'U':
    case 'S':
      return 'the array holds text. Make it an array of numbers, and save it again.';
    default:
      return `the array holds values of type \`${descr}\`, no numbers that can be read here. Save it as float64.`;
  }
}

/** Whole numbers of 64 bits; beyond 2⁵³ they are rounded as any float64 is. */
function wholeDecoder(signed: boolean): ElementType['decode'] {
  return (from, count, to) => {
    const low = new Uint32Array(from, 0, 2 * count);
    const high = signed ? new Int32Array(from, 0, 2 * count) : low;
    for (let i = 0; i < count; i++) to[i] = high[2 * i + 1]! * 4294967296 + low[2 * i]!;
  };
}

/** IEEE 754 half precision. */
const halfDecoder: ElementType['decode'] = (from, count, to) => {
  const bits = new Uint16Array(from, 0, count);
  for (let i = 0; i < count; i++) {
    const half = bits[i]!;
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) to[i] = sign * fraction * 2 ** -24;
    else if (exponent === 31) to[i] = fraction === 0 ? sign * Infinity : NaN;
    else to[i] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
};
