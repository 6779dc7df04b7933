/** What a table is sorted by, and which way. */
export interface Sorting<K extends string> {
  readonly key: K;
  readonly descending: boolean;
}
