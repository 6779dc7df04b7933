import manifest from '../../../package.json';
import { auditOf } from '../../core/activation/initialization/auditOf';
import { tensorsOf } from '../../core/activation/initialization/tensors';
import type { ActivationReport } from '../../protocol/activations';
import { adviceOf } from './advice';
import { answerOf } from './answer';
import { withModel } from './observedModel';
import type { ActivationOutcome, ActivationRequest } from './request';
import { warningsOf } from './warnings';

/** Load → bind → run once, observed → judge. Never rejects: what went wrong is the outcome. */
export async function showActivations(request: ActivationRequest): Promise<ActivationOutcome> {
  const started = performance.now();
  const worked = await withModel(request, async (model): Promise<ActivationReport> => {
    const observed = await model.observe();
    const { profile, trace } = observed;
    const audit = auditOf(profile.network);
    const { bound } = model;
    return {
      schemaVersion: 1,
      tool: { name: manifest.name, version: manifest.version },
      file: request.file,
      language: model.language,
      seed: request.options.seed,
      ...answerOf(profile, audit),
      advice: adviceOf(profile, audit),
      subject: model.subject,
      run: model.run,
      profile,
      audit,
      edges: trace.edges,
      reinitializable: bound !== null && tensorsOf(profile.network, bound.model.tensors).weights.length > 0,
      warnings: warningsOf(model, observed),
      seconds: (performance.now() - started) / 1000,
    };
  });
  return worked.kind === 'done' ? { kind: 'report', report: worked.result } : worked;
}
