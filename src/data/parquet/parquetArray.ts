import { basename, extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  asyncBufferFromFile,
  parquetMetadataAsync,
  parquetRead,
  type AsyncBuffer,
  type FileMetaData,
  type SchemaElement,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Block } from '../../core/normalization/block';
import { ProblemError } from '../../core/problem';
import { leftOutByName } from '../columnNames';
import { unreadable } from '../problems';
import type { DataArray, LeftOutArray } from '../table';

/** The columns of numbers of a Parquet file. */
export async function parquetArray(file: string): Promise<DataArray> {
  const { metadata } = await opened(file);
  const columns: SchemaElement[] = [];
  const leftOut: LeftOutArray[] = [];
  for (const element of columnsOf(metadata)) {
    const reason = notNumeric(element) ?? leftOutByName(element.name);
    if (reason === null) columns.push(element);
    else leftOut.push({ name: element.name, reason });
  }
  if (columns.length === 0)
    throw unreadable(file, 'no column holds numbers. Save the numbers, one column for each feature.');
  const names = columns.map(({ name }) => name);
  const rows = Number(metadata.num_rows);
  return {
    name: basename(file, extname(file)),
    shape: [rows, names.length],
    dtype: dtypeOf(columns),
    columns: names,
    leftOut,
    blocks({ orientation }, signal) {
      if (orientation === 'features-first')
        throw unreadable(
          file,
          'the rows of a Parquet file are its examples. Transpose the table, or save it as `.npy`.',
        );
      return columnBlocks(file, names, rows, signal);
    },
  };
}

/** A column of a row group at a time. */
async function* columnBlocks(
  file: string,
  names: readonly string[],
  rows: number,
  signal: AbortSignal,
): AsyncGenerator<Block> {
  const { buffer, metadata } = await opened(file);
  if (Number(metadata.num_rows) !== rows)
    throw unreadable(file, 'the file changed while it was read. Refresh when it is written.');
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    for (const [feature, name] of names.entries()) {
      signal.throwIfAborted();
      const values = await column(file, { buffer, metadata, name, rowStart, rowEnd });
      yield {
        firstExample: rowStart,
        examples: rowEnd - rowStart,
        firstFeature: feature,
        features: 1,
        major: 'features',
        values,
      };
      await setImmediate();
    }
    rowStart = rowEnd;
  }
}

interface ColumnPart {
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly name: string;
  readonly rowStart: number;
  readonly rowEnd: number;
}

async function column(
  file: string,
  { name, rowStart, rowEnd, ...source }: ColumnPart,
): Promise<Float64Array> {
  const values = new Float64Array(rowEnd - rowStart).fill(NaN);
  try {
    await parquetRead({
      file: source.buffer,
      metadata: source.metadata,
      compressors,
      columns: [name],
      rowStart,
      rowEnd,
      onChunk: ({ columnData, rowStart: first }) => {
        for (let i = 0; i < columnData.length; i++) {
          const at = first + i - rowStart;
          const value: unknown = columnData[i];
          if (at >= 0 && at < values.length && value !== null && value !== undefined)
            values[at] = Number(value);
        }
      },
    });
  } catch (error) {
    throw damaged(file, error);
  }
  return values;
}

async function opened(
  file: string,
): Promise<{ readonly buffer: AsyncBuffer; readonly metadata: FileMetaData }> {
  const buffer = await asyncBufferFromFile(file);
  if (buffer.byteLength === 0) throw unreadable(file, 'the file is empty. Save the table again.');
  try {
    return { buffer, metadata: await parquetMetadataAsync(buffer) };
  } catch (error) {
    throw damaged(file, error);
  }
}

/** Those that are no part of another. */
function columnsOf({ schema }: FileMetaData): readonly SchemaElement[] {
  const columns: SchemaElement[] = [];
  for (let at = 1; at < schema.length; at++) {
    const element = schema[at]!;
    columns.push(element);
    at += descendants(schema, at);
  }
  return columns;
}

function descendants(schema: readonly SchemaElement[], at: number): number {
  let count = 0;
  for (let child = schema[at]?.num_children ?? 0; child > 0; child--) {
    count += 1;
    count += descendants(schema, at + count);
  }
  return count;
}

function notNumeric({
  type,
  num_children,
  repetition_type,
  converted_type,
  logical_type,
}: SchemaElement): string | null {
  if (num_children !== undefined && num_children > 0) return 'it holds lists or records';
  if (repetition_type === 'REPEATED') return 'it holds lists';
  const kind = `${logical_type?.type ?? ''} ${converted_type ?? ''}`;
  if (/DATE|TIME/.test(kind)) return 'it holds times';
  if (/FLOAT16|DECIMAL/.test(kind)) return null;
  if (type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY') return 'it holds text';
  return type === 'INT96' ? 'it holds times' : null;
}

function dtypeOf(columns: readonly SchemaElement[]): string {
  const types = new Set(columns.map(({ type }) => type));
  if (types.size > 1) return 'float64';
  const [type] = types;
  return { BOOLEAN: 'bool', INT32: 'int32', INT64: 'int64', FLOAT: 'float32' }[String(type)] ?? 'float64';
}

function damaged(file: string, error: unknown): Error {
  if (error instanceof ProblemError) return error;
  const { problem } = unreadable(
    file,
    'this is no Parquet file, or it is damaged or cut off. Write it again.',
  );
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ProblemError({ ...problem, details });
}
