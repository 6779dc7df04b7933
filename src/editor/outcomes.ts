import * as vscode from 'vscode';
import { plainText } from '../core/emphasis';
import { baseName } from '../core/format';
import { headlineOf } from '../core/gradient/answer';
import type { Place } from '../core/place';
import { problemText, type Problem } from '../core/problem';
import { command } from '../environment/ids';
import type { Log } from '../environment/log';
import type { Readings } from '../environment/readings';
import type { Report } from '../protocol/report';
import { answerOfReport } from '../protocol/summary';
import type { CheckOutcome } from '../workflow/checkModel';

type Where = Pick<Place, 'file' | 'line' | 'column' | 'cell'>;

/** Tells of outcomes in notifications, where the marks in the editor are not enough. */
export class Outcomes {
  /** Documents whose other readings were pointed out already. */
  private readonly pointedOut = new Set<string>();

  constructor(
    private readonly log: Log,
    private readonly readings: Readings,
    private readonly goTo: (uri: vscode.Uri, place: Where) => Promise<void>,
  ) {}

  tell(uri: vscode.Uri, outcome: CheckOutcome): void {
    if (outcome.kind === 'problem') {
      this.log.problem(outcome.problem);
      void this.tellProblem(outcome.problem, uri);
    } else if (outcome.kind === 'report') {
      this.log.info(`${outcome.report.file}: ${outcome.report.checks.map(({ reason }) => reason).join(' ')}`);
      void this.offerReadings(uri, outcome.report);
      void this.offerLine(uri, outcome.report);
    }
  }

  async tellRestricted(message: string): Promise<void> {
    const manage = vscode.l10n.t('Manage Workspace Trust');
    const picked = await vscode.window.showWarningMessage(message, manage);
    if (picked === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  }

  private async tellProblem(problem: Problem, uri: vscode.Uri): Promise<void> {
    const { line } = problem;
    const lineAction = goToLine(problem);
    const showLog = vscode.l10n.t('Show Log');
    const choose = vscode.l10n.t('Choose Interpreter');
    const contract = vscode.l10n.t('Insert Model Contract');
    const actions = [
      ...(aboutInterpreter.has(problem.code) ? [choose] : []),
      ...(aboutBinding.has(problem.code) ? [contract] : []),
      ...(line === null ? [] : [lineAction]),
      showLog,
    ];
    const picked = await vscode.window.showErrorMessage(problemText(problem), ...actions);
    if (picked === lineAction && line !== null)
      await this.goTo(uri, { ...problem, line, column: problem.column ?? 1 });
    if (picked === showLog) this.log.show();
    if (picked === choose) await vscode.commands.executeCommand(command.choosePythonInterpreter);
    if (picked === contract)
      await vscode.commands.executeCommand(command.insertModelContract, uri.toString());
  }

  /** Where none of the lines with a wrong gradient can be seen, the way to the first. */
  private async offerLine(uri: vscode.Uri, report: Report): Promise<void> {
    const { verdict, text } = answerOfReport(report);
    if (verdict !== 'wrong') return;
    const places = report.checks
      .flatMap(({ tensors }) => tensors)
      .flatMap((one) => (one.verdict === 'wrong' && one.expected === null ? [one.location] : []))
      .filter((place) => place !== null);
    const [first] = places;
    // The cells of a notebook are documents of their own.
    if (first === undefined || places.some((place) => place.cell !== undefined || isVisible(place))) return;
    const action = goToLine(first);
    const message = `${baseName(report.file)}: ${plainText(headlineOf(text))}.`;
    if ((await vscode.window.showInformationMessage(message, action)) === action) await this.goTo(uri, first);
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

function goToLine({ line, cell }: Pick<Problem, 'line' | 'cell'>): string {
  return cell === undefined
    ? vscode.l10n.t('Go to Line {0}', line ?? 1)
    : vscode.l10n.t('Go to Cell {0}, Line {1}', cell, line ?? 1);
}

function isVisible({ file, line }: Where): boolean {
  return vscode.window.visibleTextEditors.some(
    ({ document, visibleRanges }) =>
      document.uri.fsPath === file &&
      visibleRanges.some(({ start, end }) => start.line < line && line <= end.line + 1),
  );
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
  'returns-nothing',
  'no-gradients',
  'no-parameters',
  'unknown-argument',
  'cost-not-scalar',
]);
