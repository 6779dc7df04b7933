import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Readings } from '../environment/readings';
import { checkOptions } from '../environment/settings';
import { isNotebook, type ModelLike } from '../environment/notebooks';
import { modelKindOf, targetOf } from '../environment/target';
import { restriction } from '../environment/trust';
import type { Checks } from '../state/checks';
import type { Results } from '../state/results';
import type { CheckOutcome } from '../workflow/checkModel';
import { defaultCheckOptions } from '../workflow/options';
import type { ActiveModel } from './activeModel';
import { atStartOnly, momentsAsked, momentsIn, type LaterMoments } from './laterMoments';
import { chooseMoments } from './momentCommand';
import { openModel } from './openModel';
import type { Outcomes } from './outcomes';
import { showProgress, type Following } from './progress';
import { progressText } from './statusText';

export interface CheckServices {
  readonly checks: Checks;
  readonly results: Results;
  readonly readings: Readings;
  readonly active: ActiveModel;
  readonly outcomes: Outcomes;
  /** Shows what is known about a document, beside it. */
  readonly showPanel: (uri: string) => void;
}

/** How much of a document is checked, and at which moments. */
interface Extent {
  readonly moments?: LaterMoments;
  /** Of a notebook: how many cells. */
  readonly upTo?: number | undefined;
}

/** The commands that check, cancel and clear. */
export class CheckCommands {
  constructor(private readonly services: CheckServices) {}

  async checkActive(): Promise<CheckOutcome | null> {
    const { document } = this.services.active;
    return document === null ? this.noModel() : this.check(document, null);
  }

  /** Checks a document, or the active one, at the start and at a moment that is asked for where it is not given. */
  async checkLater(uri: unknown, asked: unknown): Promise<CheckOutcome | null> {
    const document = typeof uri === 'string' ? await openModel(uri) : this.services.active.document;
    if (document === null || modelKindOf(document) === null) return this.noModel();
    const moments = momentsAsked(asked) ?? (await chooseMoments());
    return moments === null ? null : this.check(document, null, { moments, upTo: this.partOf(document) });
  }

  /** Checks only what uses the function or class at the cursor. */
  async checkAtCursor(): Promise<CheckOutcome | null> {
    const { document, editor } = this.services.active;
    if (document === null || editor === null) return this.noModel();
    const line = editor.selection.active.line + 1;
    const { subjectAt } = await import('./outline');
    const { languageId } = editor.document;
    const subject = subjectAt(editor.document.getText(), languageId, line);
    if (subject === null) {
      const message = vscode.l10n.t('The cursor is in no function or class. Put it into the one to check.');
      void vscode.window.showInformationMessage(message);
      return null;
    }
    return this.check(document, subject);
  }

  /** Checks a document that need not be in front, at the start only. */
  async checkDocument(uri: unknown): Promise<CheckOutcome | null> {
    if (typeof uri !== 'string') return this.checkActive();
    const document = await openModel(uri);
    if (document === null || modelKindOf(document) === null) return this.noModel();
    return this.check(document, null, { upTo: this.partOf(document) });
  }

  /** Checks a document that need not be in front, at the moments of the last check. */
  async checkAgain(uri: unknown, subject: unknown): Promise<CheckOutcome | null> {
    if (typeof uri !== 'string') return this.checkActive();
    const document = await openModel(uri);
    if (document === null || modelKindOf(document) === null) return this.noModel();
    return this.check(document, typeof subject === 'string' ? subject : null, {
      moments: this.momentsOf(document),
      upTo: this.partOf(document),
    });
  }

  /** Checks the cells of a notebook up to one, or up to the one that is selected. */
  async checkUpToCell(cell: unknown): Promise<CheckOutcome | null> {
    const { notebook, index } = isCell(cell) ? cell : selectedCell();
    if (notebook === undefined || index === undefined || modelKindOf(notebook) === null) {
      const message = vscode.l10n.t('Open a notebook, and select the cell to check up to.');
      void vscode.window.showInformationMessage(message);
      return null;
    }
    return this.check(notebook, null, { upTo: index + 1 });
  }

  cancel(uri: unknown): void {
    const own = typeof uri === 'string' ? uri : this.services.active.document?.uri.toString();
    if (own !== undefined && this.services.checks.isRunning(own)) this.services.checks.cancel(own);
    else this.services.checks.cancelAll();
  }

  clear(): void {
    this.services.checks.cancelAll();
    this.services.results.clearAll();
  }

  /** How many cells the last check read, if it did not read all, as far as they are still there. */
  private partOf(document: ModelLike): number | undefined {
    const entry = this.services.results.get(document.uri.toString());
    const last = entry?.part ? entry.cells?.at(-1)?.uri : undefined;
    if (last === undefined || !isNotebook(document)) return undefined;
    const index = document.getCells().findIndex((cell) => cell.document.uri.toString() === last);
    return index < 0 ? undefined : index + 1;
  }

  /** The moments at which the document was checked last. */
  private momentsOf(document: ModelLike): LaterMoments {
    const result = this.services.results.get(document.uri.toString())?.result;
    return result?.kind === 'report' ? momentsIn(result.report) : atStartOnly;
  }

  private async check(
    document: ModelLike,
    subject: string | null,
    { moments = atStartOnly, upTo }: Extent = {},
  ): Promise<CheckOutcome | null> {
    const { checks, readings, outcomes, showPanel } = this.services;
    const refusal = restriction(vscode.workspace.isTrusted, vscode.l10n.t);
    if (refusal !== null) {
      await outcomes.tellRestricted(refusal);
      return null;
    }
    const target = targetOf(document, upTo);
    const reading = readings.get(document.uri);
    const outcome = checks.check(target, {
      ...defaultCheckOptions,
      ...checkOptions(document.uri),
      ...moments,
      subject,
      reading,
    });
    showPanel(target.uri);
    showProgress(this.following(target), outcome);
    const result = await outcome;
    outcomes.tell(document.uri, result);
    return result;
  }

  private following({ uri, file }: { readonly uri: string; readonly file: string }): Following {
    const { checks, results } = this.services;
    return {
      title: vscode.l10n.t('Checking the gradients of {0}', basename(file)),
      cancel: () => checks.cancel(uri),
      onDidChange: (listener) => results.onDidChange((changed) => changed === uri && listener()),
      now: () => {
        const result = results.get(uri)?.result;
        if (result?.kind !== 'checking') return null;
        return { message: progressText(result.progress, vscode.l10n.t), ...result.progress };
      },
    };
  }

  private noModel(): null {
    const message = vscode.l10n.t(
      'Open a model first: a Python, JavaScript or TypeScript file, a notebook, or an expression model (.gradient.json, .gradient.yaml).',
    );
    void vscode.window.showInformationMessage(message);
    return null;
  }
}

/** The cell that has the focus; the editor does not always tell it as the selected one. */
function selectedCell(): { readonly notebook?: vscode.NotebookDocument; readonly index?: number } {
  const { activeNotebookEditor, activeTextEditor } = vscode.window;
  if (activeNotebookEditor === undefined) return {};
  const { notebook, selections } = activeNotebookEditor;
  const focused = notebook.getCells().find(({ document }) => document === activeTextEditor?.document);
  const [selected] = selections.filter(({ isEmpty }) => !isEmpty);
  const index = focused?.index ?? selected?.start;
  return index === undefined ? { notebook } : { notebook, index };
}

function isCell(value: unknown): value is vscode.NotebookCell {
  return typeof value === 'object' && value !== null && 'notebook' in value && 'index' in value;
}
