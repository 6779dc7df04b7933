import { endianness } from 'node:os';
import type { WireNumber } from '../core/binding/inventory';
import type { Float64Block } from '../protocol/host';

/** As it was before the model ran, which may put another in its place. */
export const isFiniteNumber = Number.isFinite;

/** JSON has no NaN and no infinity, so these travel as text. */
export function wireNumber(x: number): WireNumber {
  if (isFiniteNumber(x)) return x;
  return Number.isNaN(x) ? 'NaN' : x > 0 ? 'Infinity' : '-Infinity';
}

export function fromWireNumber(x: WireNumber): number {
  return typeof x === 'number' ? x : Number(x);
}

/** Base64 of the numbers as little-endian float64. */
export function encodeBlock(values: ArrayLike<number>): Float64Block {
  const bytes = Buffer.from(Float64Array.from(values).buffer);
  return (endianness() === 'LE' ? bytes : bytes.swap64()).toString('base64');
}

export function decodeBlock(block: Float64Block): Float64Array {
  const bytes = Uint8Array.from(Buffer.from(block, 'base64'));
  if (endianness() === 'BE') Buffer.from(bytes.buffer).swap64();
  return new Float64Array(bytes.buffer);
}
