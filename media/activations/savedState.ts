import { type Arrangement, fieldsOf, freshArrangement, restoredArrangement } from './arrangement';
import { freshQuestion, type Question, restoredQuestion } from './question';

/** What survives a reload of the window: how the reader had arranged the panel. Never results. */
export interface SavedState extends Arrangement {
  readonly file: string;
  readonly question: Question;
}

export const freshState: SavedState = { ...freshArrangement, file: '', question: freshQuestion };

export function restoredState(kept: unknown): SavedState {
  const value = fieldsOf(kept);
  return {
    ...restoredArrangement(value),
    file: typeof value['file'] === 'string' ? value['file'] : '',
    question: restoredQuestion(value['question']),
  };
}
