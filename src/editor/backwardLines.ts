import type * as vscode from 'vscode';
import { isModelLanguage } from '../environment/modelDocuments';
import { mayBeModel } from '../source/javascript/looksLikeModel';
import type { FunctionLine } from './outline';

/** The functions of documents that compute gradients. Asked for with every bit of progress, but a text is parsed once. */
export class BackwardLines {
  private readonly parsed = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly functions: readonly FunctionLine[] }
  >();

  async of(document: vscode.TextDocument): Promise<readonly FunctionLine[]> {
    const known = this.parsed.get(document);
    if (known?.version === document.version) return known.functions;
    const { version } = document;
    const functions = await parse(document);
    this.parsed.set(document, { version, functions });
    return functions;
  }
}

/** Most scripts are no models: their text is not even parsed, and the parser not even loaded. */
async function parse(document: vscode.TextDocument): Promise<readonly FunctionLine[]> {
  const { languageId } = document;
  if (!isModelLanguage(languageId)) return [];
  const text = document.getText();
  if (languageId !== 'python' && !mayBeModel(text)) return [];
  const { lensFunctions } = await import('./outline');
  return lensFunctions(text, languageId);
}
