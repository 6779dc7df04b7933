/** Writes arrays as NumPy does, for tests (NumPy enhancement proposal 1). */
export interface NpyContent {
  /** As `<f8`. */
  readonly descr: string;
  readonly shape: readonly number[];
  readonly fortranOrder?: boolean;
  readonly version?: 1 | 2 | 3;
  /** In the order in which they are to lie in memory; bits for float16. */
  readonly values: readonly (number | bigint)[];
}

export function npy({ descr, shape, fortranOrder = false, version = 1, values }: NpyContent): Buffer {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const order = fortranOrder ? 'True' : 'False';
  return Buffer.concat([
    npyHead(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${sizes}), }`, version),
    numbers(descr, values),
  ]);
}

/** A head with any text, padded so that the numbers begin at a multiple of 64 bytes. */
export function npyHead(text: string, version: 1 | 2 | 3 = 1): Buffer {
  const start = version === 1 ? 10 : 12;
  const length = Math.ceil((start + text.length + 1) / 64) * 64 - start;
  const head = Buffer.alloc(start + length, ' ');
  head.write('\x93NUMPY', 'latin1');
  head.set([version, 0], 6);
  if (version === 1) head.writeUInt16LE(length, 8);
  else head.writeUInt32LE(length, 8);
  head.write(`${text}`, start);
  head[head.length - 1] = 10;
  return head;
}

function numbers(descr: string, values: readonly (number | bigint)[]): Buffer {
  const [little, code] = [!descr.startsWith('>'), descr.slice(1)];
  const size = Number(code.slice(1));
  const bytes = Buffer.alloc(size * values.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  values.forEach((value, i) => {
    const at = i * size;
    if (code === 'f8') view.setFloat64(at, Number(value), little);
    else if (code === 'f4') view.setFloat32(at, Number(value), little);
    else if (code === 'i8') view.setBigInt64(at, BigInt(value), little);
    else if (code === 'u8') view.setBigUint64(at, BigInt(value), little);
    else if (size === 4) view.setUint32(at, Number(value) >>> 0, little);
    else if (size === 2) view.setUint16(at, Number(value) & 0xffff, little);
    else view.setUint8(at, Number(value) & 0xff);
  });
  return bytes;
}
