import { setImmediate } from 'node:timers/promises';
import type { Block } from '../../core/normalization/block';
import type { ByteReader } from '../bytes';
import { cutOff, type NpyHeader } from './header';
import type { Run } from './storage';

/** Numbers of a block: large enough that calls cost nothing, small enough for the processor's cache. */
const blockValues = 1 << 17;

/** A rectangle that lies in one piece in memory, before it is read. */
interface Piece {
  readonly firstExample: number;
  readonly examples: number;
  readonly firstFeature: number;
  readonly features: number;
  readonly major: Block['major'];
}

/** Reads numbers in the order in which they lie in memory, as blocks of the table. The reader stands at the first number. */
export async function* npyBlocks(
  reader: ByteReader,
  { element }: NpyHeader,
  runs: readonly Run[],
  file: string,
  signal: AbortSignal,
): AsyncGenerator<Block> {
  const bytes = new Uint8Array(blockValues * element.bytes);
  const values = new Float64Array(blockValues);
  for (const piece of pieces(runs)) {
    signal.throwIfAborted();
    const count = piece.examples * piece.features;
    const part = bytes.subarray(0, count * element.bytes);
    if ((await reader.read(part)) < part.length) throw cutOff(file);
    if (element.bigEndian) swap(part, element.bytes);
    element.decode(bytes.buffer, count, values);
    yield { ...piece, values: values.subarray(0, count) };
    // Reading from a cache need not let anything else have its turn.
    await setImmediate();
  }
}

/** The whole table in pieces of the two innermost runs, or of parts of them. */
function* pieces(runs: readonly Run[]): Generator<Piece> {
  if (runs.some(({ size }) => size === 0)) return;
  const inner = runs.at(-1) ?? { of: 'examples', size: 1 };
  const before = runs.at(-2) ?? { of: inner.of === 'examples' ? 'features' : 'examples', size: 1 };
  const outer = runs.slice(0, -2);
  const rowsAtOnce = Math.max(1, Math.floor(blockValues / inner.size));
  const columnsAtOnce = Math.min(inner.size, blockValues);
  for (const first of offsets(outer, inner, before)) {
    for (let row = 0; row < before.size; row += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, before.size - row);
      for (let column = 0; column < inner.size; column += columnsAtOnce) {
        const columns = Math.min(columnsAtOnce, inner.size - column);
        const examples = inner.of === 'examples' ? [column, columns] : [row, rows];
        const features = inner.of === 'examples' ? [row, rows] : [column, columns];
        yield {
          firstExample: first.example + examples[0]!,
          examples: examples[1]!,
          firstFeature: first.feature + features[0]!,
          features: features[1]!,
          major: inner.of === 'examples' ? 'features' : 'examples',
        };
      }
    }
  }
}

/** Where the innermost two runs begin, for each step of those around them. */
function* offsets(
  outer: readonly Run[],
  inner: Run,
  before: Run,
): Generator<{ readonly example: number; readonly feature: number }> {
  const [run, ...rest] = outer;
  if (run === undefined) {
    yield { example: 0, feature: 0 };
    return;
  }
  const inside = [...rest, before, inner].filter(({ of }) => of === run.of);
  const stride = inside.reduce((product, { size }) => product * size, 1);
  for (let at = 0; at < run.size; at++) {
    for (const { example, feature } of offsets(rest, inner, before)) {
      const own = at * stride;
      yield run.of === 'examples' ? { example: own + example, feature } : { example, feature: own + feature };
    }
  }
}

function swap(bytes: Uint8Array, size: 1 | 2 | 4 | 8): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (size === 2) buffer.swap16();
  if (size === 4) buffer.swap32();
  if (size === 8) buffer.swap64();
}
