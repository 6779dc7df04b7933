import type { SplitStatistics } from './splitStatistics';

/** What a split is for; 'all' is data that are not split. */
export type SplitRole = 'train' | 'dev' | 'test' | 'all';

/** What the judgements need to know of a split. */
export interface JudgedSplit {
  readonly name: string;
  readonly role: SplitRole;
  /** As stored: float64, float32, ..., 'text'. */
  readonly dtype: string;
  readonly statistics: SplitStatistics;
  /** The same split before it was normalized, where it is known. */
  readonly raw: { readonly name: string; readonly statistics: SplitStatistics } | null;
}
