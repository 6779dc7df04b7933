import type { WireNumber } from '../core/binding/inventory';
import type { Float64Block } from '../protocol/host';

/** Float64 arrays as base64 of little-endian bytes, as the protocol carries them. */

export function decodeFloat64(block: Float64Block): Float64Array {
  const bytes = Buffer.from(block, 'base64');
  if (bytes.byteLength % 8 !== 0) throw new RangeError('a float64 block must hold a multiple of 8 bytes');
  const values = new Float64Array(bytes.byteLength / 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat64(8 * i, true);
  return values;
}

/** NaN and the infinities travel as text. */
export function decodeNumber(value: WireNumber): number {
  return Number(value);
}
