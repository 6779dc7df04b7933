import { isRecord, isSavable } from './panelMessages';

/**
 * The laboratory computes in its own page, and keeps its settings in the state of the webview: the extension only copies,
 * saves and goes back to the editor for it.
 *
 * The page starts a worker from the script whose URI is the attribute `data-worker` of its body
 * (dist/media/laboratoryWorker.js): it fetches the script and runs it from a blob, because a worker of a webview
 * cannot be started from another origin. The page's policy therefore needs `connect-src ${cspSource}` and `worker-src blob:`.
 */
export type ToLaboratoryPanel = never;

export type FromLaboratoryPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'command'; readonly command: LaboratoryCommand }
  | { readonly type: 'copy'; readonly text: string }
  /** A picture or table the page made: `name` is a file name to suggest. */
  | { readonly type: 'save'; readonly name: string; readonly text: string };

/** `showActivations`: of the model that is open in the editor. */
export const laboratoryCommands = ['showActivations'] as const;
export type LaboratoryCommand = (typeof laboratoryCommands)[number];

/** Webview content is not trusted: a message is used only if it is one of those above. */
export function isFromLaboratoryPanel(value: unknown): value is FromLaboratoryPanel {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'ready':
      return true;
    case 'command':
      return laboratoryCommands.some((command) => command === value['command']);
    case 'copy':
      return typeof value['text'] === 'string';
    case 'save':
      return isSavable(value);
    default:
      return false;
  }
}
