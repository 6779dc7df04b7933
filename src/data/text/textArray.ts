import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Block } from '../../core/normalization/block';
import { unreadable } from '../problems';
import type { DataArray } from '../table';
import { chunksOf } from './chunks';
import { textLayout, type TextLayout } from './layout';
import { RowReader } from './rowReader';

/** Bytes from which the layout is told, and at most if rows are long. */
const [lookedAt, longest] = [1 << 18, 1 << 26];
const blockValues = 1 << 17;

/** The table in a file of text: comma- or tab-separated values. */
export async function textArray(file: string): Promise<DataArray> {
  const { text, whole } = await beginning(file);
  const layout = textLayout(text, whole, file);
  return {
    name: basename(file, extname(file)),
    shape: [null, layout.numeric.length],
    dtype: 'text',
    columns: layout.names && layout.numeric.map((at) => layout.names![at]!),
    leftOut: layout.leftOut,
    blocks({ orientation }, signal) {
      if (orientation === 'features-first')
        throw unreadable(
          file,
          'the rows of a text file are read as its examples. Transpose the table, or save it as `.npy`.',
        );
      return textBlocks(file, layout, signal);
    },
  };
}

async function beginning(file: string): Promise<{ readonly text: string; readonly whole: boolean }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    for (let length = lookedAt; ; length *= 8) {
      const bytes = new Uint8Array(Math.min(length, longest));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      const read = bytes.subarray(0, bytesRead);
      if (read.subarray(0, 4096).includes(0))
        throw unreadable(
          file,
          'this is no text in UTF-8: it holds bytes that such a text has not. Save it as UTF-8, or with its own ending.',
        );
      const text = new TextDecoder().decode(read);
      const whole = size <= bytesRead;
      // Names, two rows, and one that may be cut off.
      if (whole || length >= longest || text.split(/\r\n|\n|\r/, 4).length === 4) return { text, whole };
    }
  } finally {
    await handle.close();
  }
}

async function* textBlocks(file: string, layout: TextLayout, signal: AbortSignal): AsyncGenerator<Block> {
  const features = layout.numeric.length;
  const rowsAtOnce = Math.max(1, Math.floor(blockValues / features));
  const values = new Float64Array(rowsAtOnce * features);
  const rows = new RowReader(file, layout);
  let [firstExample, held, line] = [0, 0, 0];
  const block = (): Block => ({
    firstExample,
    examples: held,
    firstFeature: 0,
    features,
    major: 'examples',
    values: values.subarray(0, held * features),
  });
  const delimiter = layout.delimiter.charCodeAt(0);
  for await (const chunk of chunksOf(file, { ...layout, delimiter })) {
    signal.throwIfAborted();
    let start = chunk.start;
    while (line < layout.skipped && start < chunk.end) {
      start = chunk.bytes.indexOf(10, start) + 1;
      line += 1;
    }
    rows.begin({ ...chunk, start }, line);
    for (held = rows.take(values, held, rowsAtOnce); held === rowsAtOnce;) {
      yield block();
      await setImmediate();
      signal.throwIfAborted();
      firstExample += held;
      held = rows.take(values, 0, rowsAtOnce);
    }
    line = rows.line;
  }
  if (held > 0) yield block();
}
