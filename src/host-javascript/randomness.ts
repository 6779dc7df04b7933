import { uniformGenerator } from './normal';
import type { LoadedModel } from './loader';

/** Replaces the generator behind `Math.random` by a seeded one, from which expression models draw as well. */
export function seedGenerators(seed: number): void {
  Math.random = uniformGenerator(seed);
}

/** Seeds every generator the host knows. */
export function reseed(seed: number, loaded: Pick<LoadedModel, 'reseed'>): void {
  seedGenerators(seed);
  loaded.reseed?.(seed);
}
