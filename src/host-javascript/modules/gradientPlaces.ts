import type { Float64Block, TracedGradient } from '../../protocol/host';
import { viewArray } from '../arrays';
import { encodeBlock } from '../wire';
import type { ReturnedGradient } from '../loader';
import type { Sighting, Tracer } from './tracer';

const mostChanges = 20;
/** Of a tensor whose contributions are told. */
const mostComponents = 20_000;

/** Where a returned gradient was made and changed, as the tracer saw it. */
export function placesOf({ tensor, value }: ReturnedGradient, tracer: Tracer): TracedGradient {
  const record = tracer.recordOf(value);
  const made = record === null ? null : makingOf(record.sightings, tracer);
  const since = made?.time ?? 0;
  const changes = [record, ...rowsOf(value).map((row) => tracer.recordOf(row))]
    .flatMap((one) => one?.changes ?? [])
    .filter(({ time }) => time > since)
    .sort((a, b) => a.time - b.time);
  const sites = [...new Set(changes.map(({ site }) => site))].slice(0, mostChanges);
  return {
    tensor,
    made: made === null ? null : tracer.sites[made.site]!,
    madeZero: made?.zero ?? true,
    changed: sites.map((site) => tracer.sites[site]!),
    ...(sites.length > 1 && { contributions: tracer.contributions.of(value, sites).map(blockOf) }),
    ordinal: since,
  };
}

function blockOf(added: Float64Array | null): Float64Block | null {
  return added === null || added.length > mostComponents ? null : encodeBlock(added);
}

/**
 * An array is born in a helper such as `zeros` or `matmul` and handed up. It was made, for the reader, in the innermost
 * function that computes gradients; where no name says so, where it was handed to last, but not in the contract.
 */
function makingOf(sightings: readonly Sighting[], tracer: Tracer): Sighting | null {
  return (
    sightings.find(({ site }) => tracer.computesGradients(site)) ??
    sightings.findLast(({ site }) => tracer.sites[site]?.function !== 'gradientLens') ??
    sightings.at(-1) ??
    null
  );
}

/** The lists inside a nested list, which are often filled on their own. */
function rowsOf(value: unknown): readonly unknown[] {
  if (viewArray(value) === null || ArrayBuffer.isView(value)) return [];
  if (!Array.isArray(value)) return [(value as { data?: unknown }).data];
  return value.flatMap((row: unknown) =>
    Array.isArray(row) ? [row, ...rowsOf(row)] : ArrayBuffer.isView(row) ? [row] : [],
  );
}
