import { auditedSchemes, type Reinitialization } from '../core/activation/schemes';
import type { Place } from '../core/place';
import type { Problem } from '../core/problem';
import type { ActivationReport, FactorSweep, WhatIf } from './activations';
import { isPlaceLike, isRecord, isSavable } from './panelMessages';

export interface ActivationsProgress {
  /** In words, e.g. "Loading the model", "Running the network". */
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  readonly secondsLeft: number | null;
}

/** What was asked beyond the report, answered or under way; of the present report only. */
export interface Questions {
  readonly whatIf: WhatIf | null;
  readonly sweep: FactorSweep | null;
  /** What is being run, in words; null if nothing is. */
  readonly asking: string | null;
}

/** All the activations panel can show. */
export type ActivationsPanelState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'working'; readonly file: string; readonly progress: ActivationsProgress }
  | {
      readonly kind: 'report';
      readonly file: string;
      readonly report: ActivationReport;
      readonly questions: Questions;
      /** A document the report speaks about was edited since. */
      readonly stale: boolean;
    }
  | { readonly kind: 'problem'; readonly file: string; readonly problem: Problem }
  | { readonly kind: 'cancelled'; readonly file: string };

export type ToActivationsPanel =
  | { readonly type: 'state'; readonly state: ActivationsPanelState }
  | { readonly type: 'stale'; readonly stale: boolean }
  | { readonly type: 'questions'; readonly questions: Questions };

export type FromActivationsPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly place: Pick<Place, 'file' | 'line' | 'column' | 'cell'> }
  | { readonly type: 'command'; readonly command: ActivationsCommand }
  | { readonly type: 'whatIf'; readonly how: Reinitialization }
  | { readonly type: 'sweep'; readonly scheme: FactorSweep['scheme'] }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'save'; readonly name: string; readonly text: string };

export const activationsCommands = [
  'refresh',
  'cancel',
  'clearQuestions',
  'saveJson',
  'openLaboratory',
  'showLog',
  'chooseInterpreter',
  'showFile',
] as const;
export type ActivationsCommand = (typeof activationsCommands)[number];

/** Webview content is not trusted: a message is used only if it is one of those above. */
export function isFromActivationsPanel(value: unknown): value is FromActivationsPanel {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'ready':
      return true;
    case 'reveal':
      return isPlaceLike(value['place']);
    case 'command':
      return activationsCommands.some((command) => command === value['command']);
    case 'whatIf':
      return isReinitialization(value['how']);
    case 'sweep':
      return value['scheme'] === 'present' || isScheme(value['scheme']);
    case 'copy':
      return typeof value['text'] === 'string';
    case 'save':
      return isSavable(value);
    default:
      return false;
  }
}

export function isReinitialization(value: unknown): value is Reinitialization {
  if (!isRecord(value)) return false;
  switch (value['kind']) {
    case 'scheme':
      return isScheme(value['scheme']) && isFactor(value['factor']);
    case 'identity':
    case 'factor':
      return isFactor(value['factor']);
    case 'lsuv':
      return true;
    default:
      return false;
  }
}

function isScheme(value: unknown): boolean {
  return value === 'orthogonal' || auditedSchemes.some((scheme) => scheme === value);
}

function isFactor(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= 1e6;
}
