import { basename, extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
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
import { changedWhileRead, unreadable } from '../problems';
import type { DataArray, LeftOutArray } from '../table';
import { parquetBytes, withParquetBytes } from './parquetBytes';

/** The columns of numbers of a Parquet file. */
export async function parquetArray(file: string): Promise<DataArray> {
  const metadata = await withParquetBytes(file, (buffer) => metadataOf(buffer, file));
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
      return columnBlocks({ file, names, rows, signal });
    },
  };
}

async function metadataOf(buffer: AsyncBuffer, file: string): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(buffer);
  } catch (error) {
    throw damaged(file, error);
  }
}

interface Reading {
  readonly file: string;
  readonly names: readonly string[];
  readonly rows: number;
  readonly signal: AbortSignal;
}

/** A column of a row group at a time. */
async function* columnBlocks({ file, names, rows, signal }: Reading): AsyncGenerator<Block> {
  const { buffer, close } = await parquetBytes(file);
  try {
    const metadata = await metadataOf(buffer, file);
    if (Number(metadata.num_rows) !== rows) throw changedWhileRead(file);
    const most = metadata.row_groups.reduce((largest, group) => Math.max(largest, Number(group.num_rows)), 0);
    const values = new Float64Array(most);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const examples = Number(group.num_rows);
      for (const [feature, name] of names.entries()) {
        signal.throwIfAborted();
        const into = values.subarray(0, examples);
        await column(file, { buffer, metadata, name, rowStart, into });
        yield {
          firstExample: rowStart,
          examples,
          firstFeature: feature,
          features: 1,
          major: 'features',
          values: into,
        };
        await setImmediate();
      }
      rowStart += examples;
    }
  } finally {
    await close();
  }
}

interface ColumnPart {
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly name: string;
  readonly rowStart: number;
  readonly into: Float64Array;
}

async function column(file: string, { buffer, metadata, name, rowStart, into }: ColumnPart): Promise<void> {
  into.fill(NaN);
  try {
    await parquetRead({
      file: buffer,
      metadata,
      compressors,
      columns: [name],
      rowStart,
      rowEnd: rowStart + into.length,
      // Pages may hold rows beside those that are asked for.
      onPage: ({ columnData, rowStart: first }) => {
        for (let i = 0; i < columnData.length; i++) {
          const at = first + i - rowStart;
          const value: unknown = columnData[i];
          if (at >= 0 && at < into.length && value !== null && value !== undefined) into[at] = Number(value);
        }
      },
    });
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
  name,
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
  if (/^__index_level_\d+__$/.test(name)) return 'it is the index of the table';
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
