/** A split of the file that is to be normalized. */
export interface SnippetSplit {
  readonly name: string;
  readonly role: 'train' | 'dev' | 'test' | 'all';
  readonly shape: readonly number[];
}

/** Text that normalizes the splits, and where it goes. */
export interface Snippet {
  /** One-based; the text goes behind the end of this line. */
  readonly afterLine: number;
  /** Whole lines with their line ends, in the file's own style. A last line without a line end gets one first. */
  readonly text: string;
}
