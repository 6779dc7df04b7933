import type { Warning } from '../../core/binding/binding';
import type { Layout } from '../../core/binding/layout';
import type { SplitRole } from '../../protocol/normalization';
import type { DataArray } from '../../data/table';
import type { SourceLanguage } from '../../source/program/language';
import type { CellLines } from '../../source/notebook/cells';

/** A split whose values can be read. */
export interface ReadableSplit {
  readonly name: string;
  readonly role: SplitRole;
  /** Where its values come from: a data file, or the model file. */
  readonly file: string;
  readonly line: number | null;
  /** Named as in the file, with the type that the model holds. */
  readonly array: DataArray;
  /** The same split before it was normalized. */
  readonly raw: DataArray | null;
  /** Shape of its labels, if there are any. */
  readonly labels: readonly number[] | null;
}

/** The data of a file, before any of them were read. */
export interface FoundData {
  /** The training split first; at least one. */
  readonly splits: readonly ReadableSplit[];
  /** What the first weights of a model take. */
  readonly layouts: readonly Layout[];
  /** True for text files and tables of named columns. */
  readonly rowsAreExamples: boolean;
  readonly warnings: readonly Warning[];
  /** The text that made the data; null for a data file. */
  readonly text: ModelSource | null;
}

/** The text of a model file as it was loaded. */
export interface ModelSource {
  readonly text: string;
  readonly language: SourceLanguage;
  /** Of a notebook. */
  readonly cells: readonly CellLines[] | null;
}
