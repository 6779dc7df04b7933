/** What a notebook file holds, as far as a check needs it. Outputs are left where they are. */

export interface NotebookCell {
  /** Text and the like are other cells: they count, but hold no code. */
  readonly kind: 'code' | 'other';
  readonly text: string;
}

export type NotebookReading =
  | { readonly ok: true; readonly cells: readonly NotebookCell[] }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Reads the JSON of an `.ipynb` file, of format 4 or 3. Never throws. */
export function readNotebook(text: string): NotebookReading {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return refuse(
      'notebook-json',
      'the notebook is not valid JSON: it may be cut off, or hold the marks of a merge. Restore it from a copy, or save it again where it is open.',
    );
  }
  const cells = isRecord(content) ? cellsOf(content) : null;
  if (cells === null)
    return refuse(
      'notebook-format',
      'this is not a Jupyter notebook: it has no list of cells. Open it in Jupyter and save it again.',
    );
  const language = languageOf(content as JsonRecord);
  if (!/python/i.test(language))
    return refuse(
      'notebook-language',
      `the notebook is written in ${language}; Gradient Lens checks Python notebooks. Choose one of these.`,
    );
  const read = cells.map(cellOf);
  if (!read.some(({ kind, text: code }) => kind === 'code' && code.trim() !== ''))
    return refuse(
      'notebook-empty',
      'the notebook has no Python code in its cells. Write a cost and a backward function in one, or choose another notebook.',
    );
  return { ok: true, cells: read };
}

function refuse(code: string, message: string): NotebookReading {
  return { ok: false, code, message };
}

type JsonRecord = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Format 4 has its cells at the top, format 3 in work sheets. */
function cellsOf(notebook: JsonRecord): readonly JsonRecord[] | null {
  const { cells, worksheets } = notebook;
  if (Array.isArray(cells)) return cells.filter(isRecord);
  if (!Array.isArray(worksheets)) return null;
  return worksheets.flatMap((sheet: unknown) => (isRecord(sheet) ? (cellsOf(sheet) ?? []) : []));
}

function cellOf(cell: JsonRecord): NotebookCell {
  const text = joined(cell['source'] ?? cell['input']);
  const foreign = languageOfCell(cell);
  const code = cell['cell_type'] === 'code' && (foreign === null || /python/i.test(foreign));
  return { kind: code ? 'code' : 'other', text: text.replace(/\r\n?/g, '\n') };
}

/** A text, or a list of lines that have their line ends. */
function joined(source: unknown): string {
  if (typeof source === 'string') return source;
  return Array.isArray(source) ? source.filter((line) => typeof line === 'string').join('') : '';
}

/** Python where nothing is said. */
function languageOf(notebook: JsonRecord): string {
  const metadata = record(notebook['metadata']);
  const kernel = record(metadata['kernelspec']);
  const named = [kernel['language'], record(metadata['language_info'])['name']];
  const language = named.find((name) => typeof name === 'string' && name !== '');
  if (typeof language === 'string') return language;
  const name = kernel['name'];
  return typeof name === 'string' && /^(ir|julia|octave|scala|javascript|deno|bash)\b/i.test(name)
    ? name
    : 'python';
}

/** Editors let cells have languages of their own; format 3 always says. */
function languageOfCell(cell: JsonRecord): string | null {
  const named = record(record(cell['metadata'])['vscode'])['languageId'] ?? cell['language'];
  return typeof named === 'string' ? named : null;
}

function record(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}
