import { closeSync, openSync, writeSync } from 'node:fs';
import type { DataReply } from '../protocol/host';
import { isTypedArray, viewArray, type ArrayView, type Row } from './arrays';
import { HostError } from './failures';

/** Arrays of the model as `.npy` files: a streaming writer, in C order, without a copy of the whole. */

const typeCodes: Readonly<Record<string, string>> = {
  float64: '<f8',
  float32: '<f4',
  int32: '<i4',
  uint32: '<u4',
  int16: '<i2',
  uint16: '<u2',
  int8: '|i1',
  uint8: '|u1',
};

/** Numbers of rows that are written at once. */
const chunk = 1 << 16;

/** @throws HostError of kind `result` if the value holds no numbers. */
export function writeData(value: unknown, file: string): DataReply {
  const view = viewArray(value);
  if (view === null) throw new HostError({ kind: 'result', message: holding(value) });
  const { shape, rows } = view;
  const dtype = storedType(view);
  const out = openSync(file, 'w');
  try {
    writeSync(out, header(typeCodes[dtype] ?? '<f8', shape));
    if (dtype in typeCodes && rows.every(isTypedArray)) for (const row of rows) write(out, row);
    else writeNumbers(out, rows);
  } finally {
    closeSync(out);
  }
  return { shape, dtype, columns: null, leftOut: [] };
}

/** Typed arrays of one type keep it. */
function storedType({ rows, dtype }: ArrayView): string {
  const names = new Set(rows.map((row) => row.constructor.name));
  const [only] = names;
  if (names.size > 1 || only === undefined || !rows.every(isTypedArray)) return dtype;
  return only.replace(/Clamped|Array/g, '').toLowerCase();
}

function writeNumbers(out: number, rows: readonly Row[]): void {
  const numbers = new Float64Array(chunk);
  let filled = 0;
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      numbers[filled++] = Number(row[i]);
      if (filled === chunk) {
        write(out, numbers);
        filled = 0;
      }
    }
  }
  write(out, numbers.subarray(0, filled));
}

function write(out: number, numbers: ArrayBufferView): void {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  for (let at = 0; at < bytes.length;) at += writeSync(out, bytes, at);
}

/** The magic, version 1.0, and the description, padded so that the numbers begin at a multiple of 64. */
function header(type: string, shape: readonly number[]): Buffer {
  const lengths = shape.map((length) => `${length},`).join('');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${lengths}), }`;
  const padded = `${text}${' '.repeat((64 - ((10 + text.length + 1) % 64)) % 64)}\n`;
  const head = Buffer.from([
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    1,
    0,
    padded.length & 255,
    padded.length >> 8,
  ]);
  return Buffer.concat([head, Buffer.from(padded, 'latin1')]);
}

/** What a value that is no array of numbers holds. */
function holding(value: unknown): string {
  let inner: unknown = value;
  for (let depth = 0; Array.isArray(inner) && depth < 8; depth++) {
    if (inner.length === 0) return 'an empty list';
    inner = inner[0];
  }
  if (!Array.isArray(value)) return `no array (${typeof value})`;
  if (typeof inner === 'number' || isTypedArray(inner))
    return 'lists of different lengths, or of more than numbers';
  return typeof inner === 'string' ? 'text' : `values that are no numbers (${typeof inner})`;
}
