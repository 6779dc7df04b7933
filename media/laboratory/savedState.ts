import type { LaboratorySettings } from '../../src/core/activation/laboratory/settings';
import {
  type Arrangement,
  fieldsOf,
  freshArrangement,
  restoredArrangement,
} from '../activations/arrangement';
import { restoredSettings } from './settingsFields';

/** What survives a reload of the window: the settings and how the reader arranged the page. Never results. */
export interface SavedState extends Arrangement {
  /** What names of saved pictures begin with. */
  readonly file: string;
  readonly settings: LaboratorySettings;
}

export function restoredState(kept: unknown): SavedState {
  const value = fieldsOf(kept);
  const open = value['open'] === undefined ? ['distribution', 'layers'] : freshArrangement.open;
  return {
    ...restoredArrangement({ open, ...value }),
    file: 'laboratory',
    settings: restoredSettings(value['settings']),
  };
}
