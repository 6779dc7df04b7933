import type { LoadRequest } from '../protocol/host';
import type { Launch } from './childProcess';
import { HostConnection } from './connection';
import { HostError, type ModelHost } from './ModelHost';
import { observe } from './observe';
import { remoteModel } from './remoteModel';

/** Seconds a host gets beyond the limit it enforces itself. */
const grace = 5;
/** Limits for data, over that of an evaluation: a large array takes its time to the disk. */
const dataFactor = 10;

/**
 * Starts a host process. Python and JavaScript hosts differ only in how they are launched.
 * @param signal cancels everything under way and ends the process.
 * @param onOutput what the model prints.
 */
export function startHost(launch: Launch, signal: AbortSignal, onOutput: (text: string) => void): ModelHost {
  const connection = new HostConnection(launch, signal, onOutput);
  let loaded: LoadRequest | null = null;
  const timeout = () => loaded?.evaluationTimeout ?? 30;
  return {
    load: (request) => {
      loaded = request;
      if (request.memoryLimit !== undefined) connection.limitMemory(request.memoryLimit);
      return connection.request('load', request, request.loadTimeout + grace);
    },
    run: async (steps) => {
      try {
        const { results } = await connection.request(
          'run',
          { steps },
          timeout() * steps.length + grace * Math.max(1, steps.length),
        );
        return { ok: true, results };
      } catch (error) {
        if (error instanceof HostError) return { ok: false, failure: error.failure };
        throw error;
      }
    },
    bind: async (plan) =>
      remoteModel(connection, await connection.request('bind', plan, 4 * timeout() + grace), timeout()),
    trace: () => connection.request('trace', {}, 4 * timeout() + grace),
    scales: (run) => observe(connection, run, dataFactor * (loaded?.loadTimeout ?? timeout()) + grace),
    data: (request) => connection.request('data', request, dataFactor * timeout() + grace),
    dispose: () => connection.dispose(),
  };
}
