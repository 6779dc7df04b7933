import * as vscode from 'vscode';
import { problemText, type Problem } from '../core/problem';
import { LineBuffer } from './lineBuffer';

/** Characters of one check's output that are kept. */
const outputLimit = 1_000_000;

/** What models print and what went wrong in detail, in the output channel "Gradient Lens". */
export class Log {
  private readonly channel = vscode.window.createOutputChannel('Gradient Lens', { log: true });

  info(message: string): void {
    this.channel.info(message);
  }

  error(message: string): void {
    this.channel.error(message);
  }

  problem(problem: Problem): void {
    this.channel.error(problemText(problem));
    if (problem.details !== '') this.channel.error(problem.details);
  }

  /** For what a model prints during one check. */
  output(name: string): LineBuffer {
    const full = vscode.l10n.t('The rest of what the model prints is left out.');
    return new LineBuffer((line) => this.channel.info(`${name}: ${line}`), outputLimit, full);
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }
}
