import type { LaboratorySettings } from '../../src/core/activation/laboratory/settings';
import type { LaboratoryRun } from '../../src/core/activation/laboratory/simulate';

/** What the page and its worker say to each other. */
export interface ToWorker {
  readonly settings: LaboratorySettings;
}

export type FromWorker =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'run'; readonly run: LaboratoryRun; readonly seconds: number }
  | { readonly type: 'problem'; readonly message: string };
