import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { View } from '../../core/normalization/view';
import { isDataFile } from '../../protocol/normalizationPanel';
import { normalizationOptions } from '../../environment/settings';
import { modelKindOf, targetOf } from '../../environment/target';
import { restriction } from '../../environment/trust';
import type { Normalizations } from '../../state/normalizations';
import type { Normalizing } from '../../state/normalizing';
import type { Target } from '../../state/runs';
import type { NormalizationOutcome } from '../../workflow/normalization/request';
import type { ActiveModel } from '../activeModel';
import { openModel } from '../openModel';
import type { Outcomes } from '../outcomes';
import { showProgress, type Following } from '../progress';
import { progressText } from '../statusText';
import { dataInFront } from './activeData';

export interface NormalizationCommandServices {
  readonly normalizing: Normalizing;
  readonly results: Normalizations;
  readonly active: ActiveModel;
  readonly outcomes: Outcomes;
  readonly showPanel: (uri: string) => void;
}

/** The commands that measure the normalization of a model file's inputs, or of a data file. */
export class NormalizationCommands {
  constructor(private readonly services: NormalizationCommandServices) {}

  /**
   * @param uri the document; the one in front if it is not told
   * @param view how the reader chose to see the data; null for what they say themselves
   */
  async show(uri: unknown, view: View | null = null): Promise<NormalizationOutcome | null> {
    const data = typeof uri === 'string' ? dataAt(uri) : dataInFront();
    if (data !== null) return this.run(dataTarget(data), data, view);
    const { active, outcomes } = this.services;
    const document = typeof uri === 'string' ? await openModel(uri) : active.document;
    const kind = document === null ? null : modelKindOf(document);
    if (document === null || kind === null || kind === 'expression') return this.nothing();
    const refusal = restriction(vscode.workspace.isTrusted, vscode.l10n.t);
    if (refusal === null) return this.run(targetOf(document), document.uri, view);
    await outcomes.tellRestricted(refusal);
    return null;
  }

  cancel(uri: string): void {
    this.services.normalizing.cancel(uri);
  }

  private async run(target: Target, uri: vscode.Uri, view: View | null): Promise<NormalizationOutcome> {
    const { normalizing, outcomes, showPanel } = this.services;
    const outcome = normalizing.start(target, normalizationOptions(uri, view));
    showPanel(target.uri);
    showProgress(this.following(target), outcome);
    const result = await outcome;
    if (result.kind === 'problem') outcomes.tell(uri, result);
    return result;
  }

  private following({ uri, file }: Target): Following {
    const { normalizing, results } = this.services;
    return {
      title: vscode.l10n.t('Reading the inputs of {0}', basename(file)),
      cancel: () => normalizing.cancel(uri),
      onDidChange: (listener) => results.onDidChange((changed) => changed === uri && listener()),
      now: () => {
        const result = results.get(uri)?.result;
        if (result?.kind !== 'working') return null;
        return { message: progressText(result.progress, vscode.l10n.t), ...result.progress };
      },
    };
  }

  private nothing(): null {
    const message = vscode.l10n.t(
      'Open a model first (a Python, JavaScript or TypeScript file, or a notebook), or a data file (.csv, .tsv, .npy, .npz, .parquet).',
    );
    void vscode.window.showInformationMessage(message);
    return null;
  }
}

function dataAt(uri: string): vscode.Uri | null {
  const parsed = vscode.Uri.parse(uri);
  return parsed.scheme === 'file' && isDataFile(parsed.path) ? parsed : null;
}

/** Of a data file no text is read by the editor: it may be larger than memory. */
function dataTarget(uri: vscode.Uri): Target {
  return { uri: uri.toString(), file: uri.fsPath, source: '', projectRoot: dirname(uri.fsPath) };
}
