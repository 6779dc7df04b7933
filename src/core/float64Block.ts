/** Base64 of little-endian float64, as numbers travel to model hosts, so that NaN and infinity survive. */
export function float64Block(values: ArrayLike<number>): string {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat64(i * 8, values[i]!, true);
  return base64(bytes);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes that are encoded at once: text that grows by single letters takes ten times its memory. */
const portion = 3 * 1024;

function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += portion) parts.push(encoded(bytes.subarray(at, at + portion)));
  return parts.join('');
}

function encoded(bytes: Uint8Array): string {
  const letters: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at]!, bytes[at + 1], bytes[at + 2]];
    const block = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    letters.push(
      alphabet[block >> 18]!,
      alphabet[(block >> 12) & 63]!,
      b === undefined ? '=' : alphabet[(block >> 6) & 63]!,
      c === undefined ? '=' : alphabet[block & 63]!,
    );
  }
  return letters.join('');
}
