import { scaleEdges } from '../core/activation/edges';
import type { ArrayRecord, Trace } from '../core/activation/record';
import { float64Block } from '../core/float64Block';
import type { ScalesRequest, WireRecord } from '../protocol/host';
import type { HostConnection } from './connection';
import { decodeFloat64 } from './float64';
import type { ObservedRun } from './ModelHost';

/** More arrays than a network of a thousand layers makes. */
const most = 40_000;
/** Records that are sent at once: a few megabytes. */
const page = 200;

/** Runs the model once under observation and fetches what was seen, in pages. */
export async function observe(
  connection: HostConnection,
  run: ScalesRequest['run'],
  seconds: number,
): Promise<ObservedRun> {
  const edges = scaleEdges();
  const reply = await connection.request('scales', { run, edges: float64Block(edges), most }, seconds);
  const records: ArrayRecord[] = [];
  while (records.length < reply.records) {
    const start = records.length;
    const count = Math.min(page, reply.records - start);
    const answer = await connection.request('records', { start, count }, seconds);
    for (const record of answer.records) records.push(recordOf(record));
  }
  const trace: Trace = {
    records,
    parameters: reply.parameters.map(recordOf),
    edges,
    dropped: reply.dropped,
  };
  return { trace, failure: reply.failure };
}

function recordOf(wire: WireRecord): ArrayRecord {
  const [count, nan, infinite, zeros, mean, rms, deviation, least, greatest, sampled] = decodeFloat64(
    wire.moments,
  );
  return {
    place: wire.place,
    target: wire.target,
    shape: wire.shape,
    dtype: wire.dtype,
    statistics: {
      count: count!,
      nan: nan!,
      infinite: infinite!,
      zeros: zeros!,
      mean: mean!,
      rms: rms!,
      deviation: deviation!,
      least: least!,
      greatest: greatest!,
      zeroSlices: wire.zeroSlices,
      percentiles: decodeFloat64(wire.percentiles),
      sampled: sampled!,
      histogram: wire.bins.map((bin, i) => ({ bin, count: wire.counts[i] ?? 0 })),
    },
    rows: wire.rows.map(decodeFloat64),
    columns: wire.columns.map(decodeFloat64),
  };
}
