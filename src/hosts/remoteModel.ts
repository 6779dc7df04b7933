import type { DirectionFacts, Model, SweepReply, Tensor } from '../core/model';
import type { BindReply, BoundTensor } from '../protocol/host';
import type { HostConnection } from './connection';
import { decodeFloat64, decodeNumber } from './float64';
import type { BoundModel } from './ModelHost';

/** The model in a host process, as the algorithms see it. */
export function remoteModel(
  connection: HostConnection,
  reply: BindReply,
  evaluationTimeout: number,
): BoundModel {
  const [first, second] = decodeFloat64(reply.costs);
  let evaluations = 2;
  // The host itself watches each evaluation; this is for a host that no longer does.
  const limit = (count: number) => evaluationTimeout * Math.max(1, count) + 5;
  const model: Model = {
    tensors: reply.tensors.map(tensorOf),
    baseCosts: [first!, second!],
    evaluationSeconds: reply.evaluationSeconds,
    costs: async (points) => {
      evaluations += points.length;
      const { costs } = await connection.request('costs', { points }, limit(points.length));
      return decodeFloat64(costs);
    },
    sweep: async (request): Promise<SweepReply> => {
      const components = 'start' in request.components ? request.components.count : request.components.length;
      const count = components * (request.scheme === 'central' ? 2 : 1);
      evaluations += count;
      const { plus, minus, width } = await connection.request('sweep', request, limit(count));
      return { plus: decodeFloat64(plus), minus: decodeFloat64(minus), width: decodeFloat64(width) };
    },
    directions: async (directions): Promise<DirectionFacts[]> => {
      const reply = await connection.request('directions', { directions }, limit(1));
      const dots = decodeFloat64(reply.gradientDots);
      return Array.from(decodeFloat64(reply.norms), (norm, i) => ({ norm, gradientDot: dots[i]! }));
    },
    values: async (kind, tensor, start, count) => {
      const { values } = await connection.request('values', { kind, tensor, start, count }, limit(1));
      return decodeFloat64(values);
    },
    move: async (point) => {
      const moved = await connection.request('move', { point }, limit(2));
      return { cost: decodeNumber(moved.cost), gradientNorms: [...decodeFloat64(moved.gradientNorms)] };
    },
  };
  return {
    model,
    tensors: reply.tensors,
    notes: reply.notes,
    gradientRepeats: reply.gradientRepeats,
    evaluations: () => evaluations,
  };
}

function tensorOf({ name, shape, norm, gradient, found }: BoundTensor): Tensor {
  return {
    name,
    shape,
    size: shape.reduce((product, length) => product * length, 1),
    norm: decodeNumber(norm),
    gradient: gradient && { ...gradient, norm: decodeNumber(gradient.norm) },
    ...(found && { found }),
  };
}
