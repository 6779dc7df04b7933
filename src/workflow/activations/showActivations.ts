import manifest from '../../../package.json';
import { auditOf } from '../../core/activation/initialization/auditOf';
import { tensorsOf } from '../../core/activation/initialization/tensors';
import { withModel } from './observedModel';
import type { ActivationOutcome, ActivationRequest } from './request';

/** Load → bind → run once, observed → judge. Never rejects: what went wrong is the outcome. */
export async function showActivations(request: ActivationRequest): Promise<ActivationOutcome> {
  const started = performance.now();
  const worked = await withModel(request, async ({ language, subject, bound, observe }) => {
    const { profile, trace } = await observe();
    const audit = auditOf(profile.network);
    return {
      schemaVersion: 1,
      tool: { name: manifest.name, version: manifest.version },
      file: request.file,
      language,
      seed: request.options.seed,
      verdict: profile.verdict,
      sentence: profile.sentence,
      advice: '',
      subject,
      run: 'gradient',
      profile,
      audit,
      edges: trace.edges,
      reinitializable: tensorsOf(profile.network, bound.model.tensors).weights.length > 0,
      warnings: [],
      seconds: (performance.now() - started) / 1000,
    } as const;
  });
  return worked.kind === 'done' ? { kind: 'report', report: worked.result } : worked;
}
