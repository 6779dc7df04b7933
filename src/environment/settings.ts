import * as vscode from 'vscode';
import type { View } from '../core/normalization/view';
import { defaultActivationOptions, type ActivationOptions } from '../workflow/activations/request';
import { defaultNormalizationOptions, type NormalizationOptions } from '../workflow/normalization/request';
import { setting, settingsSection } from './ids';
import { readOptions, type OptionSettings } from './options';

/** The user's settings for a document, with anything invalid replaced by its default. */
export function checkOptions(uri: vscode.Uri): OptionSettings {
  const settings = vscode.workspace.getConfiguration(settingsSection, uri);
  return readOptions((key) => settings.get<unknown>(key));
}

/** @param view how the reader chose to see the data; null for what they say themselves */
export function normalizationOptions(uri: vscode.Uri, view: View | null): NormalizationOptions {
  const { seed, loadTimeout, evaluationTimeout } = checkOptions(uri);
  return {
    ...defaultNormalizationOptions,
    orientation: view?.orientation ?? 'auto',
    channelAxis: view?.channelAxis ?? null,
    seed,
    loadTimeout,
    evaluationTimeout,
  };
}

export function activationOptions(uri: vscode.Uri): ActivationOptions {
  const { seed, examples, loadTimeout, evaluationTimeout } = checkOptions(uri);
  return { ...defaultActivationOptions, seed, examples, loadTimeout, evaluationTimeout };
}

/** Path or command of the interpreter the user has set; null when it is to be found. */
export function pythonSetting(uri: vscode.Uri | undefined): string | null {
  const value = vscode.workspace.getConfiguration(settingsSection, uri).get<unknown>(setting.python);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

export function showsCodeLens(uri: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(settingsSection, uri).get<unknown>(setting.codeLens) !== false;
}

/** Whether lines of the forward pass tell shape and scale. */
export function showsActivationHints(uri: vscode.Uri): boolean {
  const value = vscode.workspace.getConfiguration(settingsSection, uri).get<unknown>(setting.activationHints);
  return value !== false;
}
