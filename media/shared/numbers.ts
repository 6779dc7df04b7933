/**
 * Messages to a webview pass through JSON, which writes NaN and infinity as null; typed arrays pass unharmed in VS Code,
 * but not in every host.
 */

/** A number, or what became of one: null and unknown text are NaN. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value === 'Infinity') return Infinity;
  if (value === '-Infinity') return -Infinity;
  return NaN;
}

/** A Float64Array, whatever it travelled as; null when it is no list of numbers. */
export function toFloat64(value: unknown): Float64Array | null {
  if (value instanceof Float64Array) return value;
  if (value instanceof ArrayBuffer) return new Float64Array(value);
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
  }
  if (Array.isArray(value)) return Float64Array.from(value, toNumber);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.values(value);
    return entries.length > 0 ? Float64Array.from(entries, toNumber) : null;
  }
  return null;
}
