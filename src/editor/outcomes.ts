import * as vscode from 'vscode';
import { problemText, type Problem } from '../core/problem';
import { command } from '../environment/ids';
import type { Log } from '../environment/log';
import type { Readings } from '../environment/readings';
import type { Report } from '../protocol/report';
import type { CheckOutcome } from '../workflow/checkModel';
import { plainText } from './sentences';

/** Tells of outcomes in notifications, where the marks in the editor are not enough. */
export class Outcomes {
  /** Documents whose other readings were pointed out already. */
  private readonly pointedOut = new Set<string>();

  constructor(
    private readonly log: Log,
    private readonly readings: Readings,
  ) {}

  tell(uri: vscode.Uri, outcome: CheckOutcome): void {
    if (outcome.kind === 'problem') {
      this.log.problem(outcome.problem);
      void this.tellProblem(outcome.problem, uri);
    } else if (outcome.kind === 'report') {
      this.log.info(`${outcome.report.file}: ${outcome.report.checks.map(({ reason }) => reason).join(' ')}`);
      void this.offerReadings(uri, outcome.report);
    }
  }

  async tellRestricted(message: string): Promise<void> {
    const manage = vscode.l10n.t('Manage Workspace Trust');
    const picked = await vscode.window.showWarningMessage(message, manage);
    if (picked === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  }

  private async tellProblem(problem: Problem, uri: vscode.Uri): Promise<void> {
    const showLog = vscode.l10n.t('Show Log');
    const choose = vscode.l10n.t('Choose Interpreter');
    const contract = vscode.l10n.t('Insert Model Contract');
    const actions = [
      ...(aboutInterpreter.has(problem.code) ? [choose] : []),
      ...(aboutBinding.has(problem.code) ? [contract] : []),
      showLog,
    ];
    const picked = await vscode.window.showErrorMessage(plainText(problemText(problem)), ...actions);
    if (picked === showLog) this.log.show();
    if (picked === choose) await vscode.commands.executeCommand(command.choosePythonInterpreter);
    if (picked === contract)
      await vscode.commands.executeCommand(command.insertModelContract, uri.toString());
  }

  /** Once for each document, and never when the user has chosen. */
  private async offerReadings(uri: vscode.Uri, report: Report): Promise<void> {
    const key = uri.toString();
    const [reading, ...others] = report.readings;
    if (
      reading === undefined ||
      others.length === 0 ||
      this.pointedOut.has(key) ||
      this.readings.get(uri) !== null
    )
      return;
    this.pointedOut.add(key);
    const choose = vscode.l10n.t('Choose Another');
    const message = vscode.l10n.t(
      'The model can be read in {0} ways. It was read as: {1}.',
      report.readings.length,
      reading,
    );
    const picked = await vscode.window.showInformationMessage(message, choose);
    if (picked === choose) await vscode.commands.executeCommand(command.chooseReading, key);
  }
}

/** Codes of problems that another interpreter may solve. */
const aboutInterpreter: ReadonlySet<string> = new Set(['no-python', 'not-started', 'missing-module']);

/** Codes of problems that the contract solves. */
const aboutBinding: ReadonlySet<string> = new Set([
  'no-reading',
  'no-functions',
  'no-model',
  'no-backward',
  'no-cost',
  'no-gradients',
  'no-parameters',
  'unknown-argument',
  'cost-not-scalar',
]);
