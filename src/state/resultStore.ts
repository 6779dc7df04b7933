import type { Place } from '../core/place';
import { movePlace, type Edit } from './edits';
import { Signal } from './event';

/** What is known about a document, `R`, and about what text of it. */
export interface StoredEntry<R> extends Subject {
  readonly result: R;
  /** A document the result speaks about was edited after the work began. */
  readonly stale: boolean;
}

export interface Subject {
  /** The document, as a string. Changes when it is renamed. */
  readonly uri: string;
  /** The name it was checked under, which is how places name it. */
  readonly file: string;
  /** The text that was checked; of a notebook, the JSON of what it has to do with a check. */
  readonly source: string;
  /** Of a notebook: its cells when they were checked, those without code as well. */
  readonly cells?: readonly Cell[];
  /** Of a notebook: only the cells up to the last of them were checked. */
  readonly part?: boolean;
}

/** A cell of a notebook, which is a document of its own. */
export interface Cell {
  readonly uri: string;
  readonly text: string;
}

/** What tells the document of a place. */
export type Where = Pick<Place, 'file' | 'cell'>;

/**
 * The results of one kind of work for all documents: the single state of the editor side. Decorations, panel and all
 * others read it and listen; only those who do the work and the document watcher change it.
 */
export abstract class ResultStore<R> {
  private readonly entries = new Map<string, StoredEntry<R>>();
  /** By entry, then by document: the edits since the check began. */
  private readonly edits = new Map<string, Map<string, Edit[]>>();
  private readonly signal = new Signal<string>();

  /** Fires with the URI of the document whose entry changed, appeared or went. */
  readonly onDidChange = this.signal.event;

  /** @param uriOfFile the document that shows a file, as a string */
  constructor(private readonly uriOfFile: (file: string) => string) {}

  /** The files that a result speaks about, beside that of its document. */
  protected abstract filesOf(result: R): readonly string[];

  get(uri: string): StoredEntry<R> | undefined {
    return this.entries.get(uri);
  }

  all(): readonly StoredEntry<R>[] {
    return [...this.entries.values()];
  }

  /** Starts over for a document: whatever was known about it goes. */
  protected start(subject: Subject, result: R): void {
    this.edits.delete(subject.uri);
    this.put({ ...subject, result, stale: false });
  }

  update(uri: string, result: R): void {
    const entry = this.entries.get(uri);
    if (entry !== undefined) this.put({ ...entry, result });
  }

  clear(uri: string): void {
    this.edits.delete(uri);
    if (this.entries.delete(uri)) this.signal.fire(uri);
  }

  clearAll(): void {
    for (const uri of [...this.entries.keys()]) this.clear(uri);
  }

  rename(from: string, to: string): void {
    const entry = this.entries.get(from);
    if (entry === undefined) return;
    const edits = this.edits.get(from);
    this.clear(from);
    if (edits !== undefined) {
      const own = edits.get(from);
      if (own !== undefined) edits.set(to, own);
      edits.delete(from);
      this.edits.set(to, edits);
    }
    this.put({ ...entry, uri: to });
  }

  /**
   * A document now has `text`. Every result that speaks about it becomes stale; undoing all edits makes it fresh again.
   *
   * @param part the cell that the changes are in, where the document is a notebook
   */
  edited(uri: string, text: string, changes: readonly Edit[], part = uri): void {
    for (const entry of this.entries.values()) {
      const own = entry.uri === uri;
      if (!own && !this.mentions(entry, uri)) continue;
      const byDocument = this.edits.get(entry.uri) ?? new Map<string, Edit[]>();
      if (own && text === entry.source) for (const one of partsOf(entry)) byDocument.delete(one);
      else byDocument.set(part, [...(byDocument.get(part) ?? []), ...changes]);
      this.edits.set(entry.uri, byDocument);
      const stale = byDocument.size > 0;
      // Places move with every edit, so listeners hear of each.
      if (stale || entry.stale) this.put({ ...entry, stale });
    }
  }

  /** The document that shows a place which `entry` names. */
  documentOf(entry: StoredEntry<R>, { file, cell }: Where): string {
    if (file !== entry.file) return this.uriOfFile(file);
    return cellOf(entry, cell)?.uri ?? entry.uri;
  }

  /** The text that was checked, of the document that a place lies in; empty where it is not known. */
  textOf(entry: StoredEntry<R>, { file, cell }: Where): string {
    return file === entry.file ? (cellOf(entry, cell)?.text ?? entry.source) : '';
  }

  /** Where a place of the checked text is now. */
  currentPlace(entry: StoredEntry<R>, place: Place): Place {
    const edits = this.edits.get(entry.uri)?.get(this.documentOf(entry, place)) ?? [];
    return edits.reduce(movePlace, place);
  }

  /** True for a place whose text was deleted since: there is nothing left that could be marked. */
  isGone(entry: StoredEntry<R>, place: Place): boolean {
    return isEmpty(this.currentPlace(entry, place)) && !isEmpty(place);
  }

  dispose(): void {
    this.signal.dispose();
    this.entries.clear();
    this.edits.clear();
  }

  private put(entry: StoredEntry<R>): void {
    this.entries.set(entry.uri, entry);
    this.signal.fire(entry.uri);
  }

  private mentions(entry: StoredEntry<R>, uri: string): boolean {
    return this.filesOf(entry.result).some((file) => this.documentOf(entry, { file }) === uri);
  }
}

function cellOf({ cells }: Subject, cell: number | undefined): Cell | undefined {
  return cell === undefined ? undefined : cells?.[cell - 1];
}

function isEmpty({ line, column, endLine, endColumn }: Place): boolean {
  return line === endLine && column === endColumn;
}

/** The documents that are edited when a model is. */
function partsOf({ uri, cells = [] }: Subject): readonly string[] {
  return [uri, ...cells.map((cell) => cell.uri)];
}
