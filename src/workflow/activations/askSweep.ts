import { CannotReinitialize } from '../../core/activation/initialization/reinitialize';
import { scalesOf } from '../../core/activation/judgement/scalesOf';
import type { Profile } from '../../core/activation/profile';
import type { Reinitialization } from '../../core/activation/schemes';
import type { FactorSweep, SweepPoint } from '../../protocol/activations';
import { cannotReinitialize, profileWith } from './askWhatIf';
import { withModel } from './observedModel';
import type { ActivationRequest } from './request';

/** Third powers of two to each side: a quarter to four times. */
const reach = 6;
/** Third powers of two: beyond a factor of 25 the chart would be mostly empty. */
const farthest = 14;

/** Runs the network with the weights of a scheme, or with the present ones, times several factors. Never rejects. */
export async function askSweep(
  request: ActivationRequest,
  scheme: FactorSweep['scheme'],
): Promise<FactorSweep | null> {
  const { file, options, onProgress } = request;
  const worked = await withModel(request, async (model): Promise<FactorSweep> => {
    const profile = (await model.observe()).profile;
    const { network } = profile;
    const factors = factorsOf(scheme === 'present' ? askedFor(profile) : 0);
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

/** The power of the cube root of two that undoes the growth of the present weights, as far as they scale it. */
function askedFor({ forward, backward }: Profile): number {
  const lost = [forward, backward].find(({ verdict }) => verdict === 'exploding' || verdict === 'vanishing');
  const power = Math.round(-3 * Math.log2(lost?.perLayer ?? 1));
  return Number.isFinite(power) ? Math.max(-farthest, Math.min(farthest, power)) : 0;
}

/** From a quarter to four times, and as far around the factor that is asked for; 1 is always among them. */
function factorsOf(asked: number): readonly number[] {
  const [low, high] = [Math.min(0, asked) - reach, Math.max(0, asked) + reach];
  const step = Math.ceil((high - low) / (2 * reach + 2));
  const steps = Array.from({ length: high - low + 1 }, (_, k) => low + k).filter((k) => k % step === 0);
  return steps.map((k) => 2 ** (k / 3));
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
