import { CannotReinitialize } from '../../core/activation/initialization/reinitialize';
import { scalesOf } from '../../core/activation/judgement/scalesOf';
import type { Profile } from '../../core/activation/profile';
import type { Reinitialization } from '../../core/activation/schemes';
import type { FactorSweep, SweepPoint } from '../../protocol/activations';
import { cannotReinitialize, profileWith } from './askWhatIf';
import { withModel } from './observedModel';
import type { ActivationRequest } from './request';

/** From a quarter to four times the scheme itself, by third powers of two. */
const factors = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6].map((k) => 2 ** (k / 3));

/** Runs the network with the weights of a scheme, or with the present ones, times several factors. Never rejects. */
export async function askSweep(
  request: ActivationRequest,
  scheme: FactorSweep['scheme'],
): Promise<FactorSweep | null> {
  const { file, options, onProgress } = request;
  const worked = await withModel(request, async (model): Promise<FactorSweep> => {
    const { network } = (await model.observe()).profile;
    const points: SweepPoint[] = [];
    try {
      for (const [done, factor] of factors.entries()) {
        onProgress({ stage: 'Running the network', done, total: factors.length, secondsLeft: null });
        const how: Reinitialization =
          scheme === 'present' ? { kind: 'factor', factor } : { kind: 'scheme', scheme, factor };
        points.push(pointOf(factor, await profileWith(model, how, network, options.seed)));
      }
      return { scheme, points, problem: null };
    } catch (error) {
      if (!(error instanceof CannotReinitialize)) throw error;
      return { scheme, points, problem: cannotReinitialize(error, file) };
    }
  });
  if (worked.kind === 'cancelled') return null;
  return worked.kind === 'done' ? worked.result : { scheme, points: [], problem: worked.problem };
}

function pointOf(factor: number, profile: Profile): SweepPoint {
  const { forward, backward } = scalesOf(profile.network);
  return {
    factor,
    activation: forward.scales.at(-1) ?? NaN,
    gradient: backward.scales.at(-1) ?? NaN,
    forwardGrowth: profile.forward.perLayer,
    backwardGrowth: profile.backward.perLayer,
    verdict: profile.verdict,
    word: wordOf(profile),
  };
}

function wordOf({ network, forward, backward }: Profile): string {
  if (network.nonFinite !== null) return network.nonFinite.kind === 'nan' ? 'NaN' : 'overflows';
  for (const { verdict } of [forward, backward]) {
    if (verdict === 'exploding') return 'explodes';
    if (verdict === 'vanishing') return 'vanishes';
  }
  return forward.verdict === 'unknown' ? 'cannot tell' : 'keeps its scale';
}
