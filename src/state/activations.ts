import type { Problem } from '../core/problem';
import type { Place } from '../core/place';
import type { ActivationReport } from '../protocol/activations';
import type { ActivationsProgress, Questions } from '../protocol/activationsPanel';
import type { ActivationOptions } from '../workflow/activations/request';
import { ResultStore, type StoredEntry, type Subject } from './resultStore';

/** How a document was run, so that questions about the report are asked of the same run. */
export interface RunOf {
  readonly projectRoot: string;
  readonly options: ActivationOptions;
}

/** What is known about the scale of a model's activations and gradients. */
export type ActivationResult =
  | { readonly kind: 'working'; readonly progress: ActivationsProgress }
  | {
      readonly kind: 'report';
      readonly report: ActivationReport;
      readonly run: RunOf;
      readonly questions: Questions;
    }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

export type ActivationEntry = StoredEntry<ActivationResult>;
export type ReportResult = Extract<ActivationResult, { kind: 'report' }>;

export const noQuestions: Questions = { whatIf: null, sweep: null, asking: null };

/** The activation results of all documents. */
export class Activations extends ResultStore<ActivationResult> {
  /** Starts over for a document: whatever was known about it goes, and what was asked as well. */
  begin(subject: Subject, progress: ActivationsProgress): void {
    this.start(subject, { kind: 'working', progress });
  }

  /** The report of a document, with what was asked about it. */
  reportOf(uri: string): ReportResult | null {
    const result = this.get(uri)?.result;
    return result?.kind === 'report' ? result : null;
  }

  /** Takes questions and answers about the present report. */
  ask(uri: string, questions: Partial<Questions>): void {
    const known = this.reportOf(uri);
    if (known !== null) this.update(uri, { ...known, questions: { ...known.questions, ...questions } });
  }

  protected filesOf(result: ActivationResult): readonly string[] {
    return result.kind === 'problem'
      ? [result.problem.file]
      : result.kind === 'report'
        ? filesOfReport(result.report)
        : [];
  }
}

/** Reports of a thousand layers are asked for their files with every key stroke. */
const files = new WeakMap<ActivationReport, readonly string[]>();

/** Files that a report speaks about: its own, and those of the lines it names. */
export function filesOfReport(report: ActivationReport): readonly string[] {
  const known = files.get(report);
  if (known !== undefined) return known;
  const found = [...new Set([report.file, ...placesOf(report).map(({ file }) => file)])];
  files.set(report, found);
  return found;
}

function placesOf({ profile }: ActivationReport): readonly Place[] {
  const { input, layers, nonFinite } = profile.network;
  const ofLayers = layers.flatMap((layer) => [
    layer.preActivation,
    layer.activation,
    layer.preActivationGradient,
    layer.activationGradient,
    layer.weights,
  ]);
  return [input, nonFinite, ...ofLayers].flatMap((one) => one?.place ?? []);
}
