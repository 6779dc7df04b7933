import type * as vscode from 'vscode';
import type { Results } from '../state/results';

/** What the last check found out about a model. */
export function contractFacts(results: Results, uri: vscode.Uri) {
  const result = results.get(uri.toString())?.result;
  const report = result?.kind === 'report' ? result.report : null;
  return { binding: report?.binding ?? [], tensors: report?.checks[0]?.tensors ?? [] };
}
