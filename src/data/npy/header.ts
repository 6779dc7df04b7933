import type { ByteReader } from '../bytes';
import { unreadable } from '../problems';
import { elementType, type ElementType } from './elementType';

/** What the head of a `.npy` file says (NumPy enhancement proposal 1). */
export interface NpyHeader {
  readonly element: ElementType;
  readonly shape: readonly number[];
  /** True if the first axis varies fastest. */
  readonly fortranOrder: boolean;
  /** Bytes before the numbers. */
  readonly length: number;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** No head of an array of numbers is longer. */
const longest = 1 << 20;

/** Reads the head, and leaves the reader at the first number. @throws ProblemError */
export async function readHeader(reader: ByteReader, file: string): Promise<NpyHeader> {
  const start = new Uint8Array(8);
  const read = await reader.read(start);
  if (read === 0) throw unreadable(file, 'the file is empty. Save the array again.');
  if (!magic.every((byte, at) => start[at] === byte))
    throw unreadable(file, 'this is no `.npy` file: it does not begin as one. Write it with `np.save`.');
  const wide = start[6]! >= 2;
  const size = new Uint8Array(wide ? 4 : 2);
  if ((await reader.read(size)) < size.length) throw cutOff(file);
  const view = new DataView(size.buffer);
  const length = wide ? view.getUint32(0, true) : view.getUint16(0, true);
  if (length > longest) throw unreadable(file, 'the head of the file is damaged. Save the array again.');
  const bytes = new Uint8Array(length);
  if ((await reader.read(bytes)) < length) throw cutOff(file);
  const text = new TextDecoder(start[6]! >= 3 ? 'utf-8' : 'latin1').decode(bytes);
  return { ...parsed(text, file), length: start.length + size.length + length };
}

/** The head is a Python dict of three entries. */
function parsed(text: string, file: string): Omit<NpyHeader, 'length'> {
  const type = /'descr'\s*:\s*(?:'([^']*)'|(\[))/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(text);
  if (type === null || order === null || shape === null)
    throw unreadable(file, 'the head of the file is damaged. Save the array again.');
  if (type[2] !== undefined)
    throw unreadable(file, 'the array has named fields. Save the numbers alone, as a two-dimensional array.');
  const sizes = shape[1]!.split(',').map((part) => part.trim().replace(/L$/, ''));
  const given = sizes.filter((part) => part !== '');
  if (!given.every((size) => /^\d+$/.test(size)))
    throw unreadable(file, 'the head of the file is damaged. Save the array again.');
  return {
    element: elementType(type[1]!, file),
    shape: given.map(Number),
    fortranOrder: order[1] === 'True',
  };
}

export function cutOff(file: string): Error {
  return unreadable(file, 'the file ends in the middle: it was cut off. Save or copy it again.');
}
