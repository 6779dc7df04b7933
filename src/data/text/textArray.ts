import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Block } from '../../core/normalization/block';
import { unreadable } from '../problems';
import type { DataArray } from '../table';
import { numberOf } from './fields';
import { isComment, isEmpty, textLayout, type TextLayout } from './layout';
import { rowsOf } from './rows';

/** Bytes from which the layout is told. */
const lookedAt = 1 << 18;
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
    const bytes = new Uint8Array(lookedAt);
    const { bytesRead } = await handle.read(bytes, 0, lookedAt, 0);
    if (bytes.subarray(0, Math.min(bytesRead, 4096)).includes(0))
      throw unreadable(
        file,
        'this is no text: it holds bytes that no text has. Save it as UTF-8, or with its own ending.',
      );
    const { size } = await handle.stat();
    return { text: new TextDecoder().decode(bytes.subarray(0, bytesRead)), whole: size <= bytesRead };
  } finally {
    await handle.close();
  }
}

async function* textBlocks(file: string, layout: TextLayout, signal: AbortSignal): AsyncGenerator<Block> {
  const { delimiter, fields, numeric, skipped } = layout;
  const features = numeric.length;
  const rowsAtOnce = Math.max(1, Math.floor(blockValues / features));
  const values = new Float64Array(rowsAtOnce * features);
  let [line, firstExample, held] = [0, 0, 0];
  const block = (): Block => ({
    firstExample,
    examples: held,
    firstFeature: 0,
    features,
    major: 'examples',
    values: values.subarray(0, held * features),
  });
  for await (const rows of rowsOf(file, delimiter, signal)) {
    signal.throwIfAborted();
    for (const row of rows) {
      line += 1;
      if (line <= skipped) continue;
      if (row.length !== fields) {
        if (isEmpty(row) || isComment(row)) continue;
        throw unreadable(
          file,
          `the row has ${row.length} fields and those before have ${fields}. Correct it; a field that holds \`${shown(delimiter)}\` needs quotes.`,
          line,
        );
      }
      const at = held * features;
      for (let j = 0; j < features; j++) {
        const field = row[numeric[j]!]!;
        const value = Number(field);
        // What is no plain number is looked at more closely; so is 0, which an empty field gives as well.
        values[at + j] =
          value !== 0 && value === value ? value : otherValue(file, layout, field, j, line, row);
      }
      if (isComment(row)) continue;
      held += 1;
      if (held < rowsAtOnce) continue;
      yield block();
      firstExample += held;
      held = 0;
      await setImmediate();
      signal.throwIfAborted();
    }
  }
  if (held > 0) yield block();
}

function otherValue(
  file: string,
  { names, numeric }: TextLayout,
  field: string,
  column: number,
  line: number,
  row: readonly string[],
): number {
  const value = numberOf(field);
  if (value !== null) return value;
  if (isComment(row)) return NaN;
  const at = numeric[column]!;
  const name = names?.[at] ?? `column ${at + 1}`;
  throw unreadable(
    file,
    `\`${name}\` holds the text "${field.slice(0, 20)}" among its numbers. Correct it, leave the field empty if the value is missing, or remove the column.`,
    line,
  );
}

function shown(delimiter: string): string {
  return delimiter === '\t' ? 'a tab' : delimiter;
}
