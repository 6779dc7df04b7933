import {
  CannotReinitialize,
  label,
  reinitialization,
} from '../../core/activation/initialization/reinitialize';
import { initializationCode } from '../../core/activation/initialization/initializationCode';
import { lsuvNext } from '../../core/activation/initialization/lsuv';
import { tensorsOf } from '../../core/activation/initialization/tensors';
import type { Network } from '../../core/activation/network';
import type { Profile } from '../../core/activation/profile';
import type { Reinitialization } from '../../core/activation/schemes';
import type { Problem } from '../../core/problem';
import type { WhatIf } from '../../protocol/activations';
import { namedAsAssigned } from './assignable';
import { withModel, type ObservedModel } from './observedModel';
import type { ActivationRequest } from './request';

/** Runs the network with weights made anew. Never rejects; null where it was cancelled. */
export async function askWhatIf(request: ActivationRequest, how: Reinitialization): Promise<WhatIf | null> {
  const { file, options } = request;
  const worked = await withModel(request, async (model): Promise<WhatIf> => {
    const { network } = (await model.observe()).profile;
    try {
      const code = initializationCode(how, namedAsAssigned(network, model.plan), model.language);
      const profile = await profileWith(model, how, network, options.seed);
      return { how, label: label(how), profile, problem: null, code };
    } catch (error) {
      if (!(error instanceof CannotReinitialize)) throw error;
      return unanswered(how, cannotReinitialize(error, file));
    }
  });
  if (worked.kind === 'cancelled') return null;
  return worked.kind === 'done' ? worked.result : unanswered(how, worked.problem);
}

const noParameters =
  'Weights are made anew where a cost and gradients were found; here only the statements of the file were run.';

/** What the network shows with weights made anew. */
export async function profileWith(
  { bound, observe }: ObservedModel,
  how: Reinitialization,
  network: Network,
  seed: number,
): Promise<Profile> {
  if (bound === null) throw new CannotReinitialize(noParameters);
  const { weights, biases } = tensorsOf(network, bound.model.tensors);
  let point = reinitialization(how, weights, biases, seed);
  await bound.model.move(point);
  let { profile } = await observe();
  // At most once for each layer.
  for (let left = how.kind === 'lsuv' ? network.layers.length : 0; left > 0; left--) {
    const next = lsuvNext(point, profile.network);
    if (next.done) break;
    ({ point } = next);
    await bound.model.move(point);
    ({ profile } = await observe());
  }
  return profile;
}

export function cannotReinitialize({ message }: CannotReinitialize, file: string): Problem {
  return { code: 'not-reinitializable', message, file, line: null, column: null, details: '' };
}

function unanswered(how: Reinitialization, problem: Problem): WhatIf {
  return { how, label: label(how), profile: null, problem, code: '' };
}
