import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { HostFailure } from '../../../src/core/failure';
import type { HostRequests } from '../../../src/protocol/host';
import { decodeBlock } from '../../../src/host-javascript/wire';
import { contractPlan, examples, fixtures, readRequest, root, setup } from './support';

/** Starts the host as a process of its own, from its sources. */
function start() {
  const main = join(root, 'src', 'host-javascript', 'main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main], { cwd: root, stdio: 'pipe' });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const request = <M extends keyof HostRequests>(method: M, params: HostRequests[M]['params']) =>
    connection.sendRequest<HostRequests[M]['reply']>(method, params);
  return { child, request };
}

const exitOf = (child: ChildProcess) => new Promise<number | null>((resolve) => child.on('exit', resolve));

describe('the JavaScript host as a process', function () {
  this.timeout(30_000);

  it('answers every request, one after another, and ends with its input', async () => {
    const { child, request } = start();
    const exit = exitOf(child);
    const answers = [
      request('load', readRequest(examples, 'cubic.gradient.yaml')),
      request('run', setup),
      request('bind', contractPlan(['theta'])),
      request('costs', { points: [[]] }),
      request('directions', { directions: [{ kind: 'component', tensor: 0, index: 0 }] }),
      request('values', { kind: 'gradient', tensor: 0, start: 0, count: 1 }),
      request('move', { point: [] }),
    ] as const;
    const [inventory, run, bound, costs, directions, values, moved] = await Promise.all(answers);
    assert.equal(inventory.functions[0]?.name, 'gradientLens');
    assert.equal(run.results[0]?.type, 'mapping');
    assert.equal(bound.tensors[0]?.name, 'theta');
    assert.deepEqual([...decodeBlock(costs.costs)], [1]);
    assert.deepEqual([...decodeBlock(directions.gradientDots)], [3]);
    assert.deepEqual([...decodeBlock(values.values)], [3]);
    assert.equal(moved.cost, 1);
    const swept = await request('sweep', { tensor: 0, components: [0], step: 0.01, scheme: 'central' });
    assert.ok(Math.abs((decodeBlock(swept.plus)[0] ?? 0) - 1.030301) < 1e-15);
    assert.equal((await request('trace', {})).gradients[0]?.made?.line, 12);
    child.stdin.end();
    assert.equal(await exit, 0);
  });

  it('sends the facts of a failure', async () => {
    const { child, request } = start();
    const failure = await failureOf(request('load', readRequest(fixtures, 'ragged.gradient.yaml')));
    assert.deepEqual([failure.kind, failure.line], ['syntax', 5]);
    assert.equal((await failureOf(request('costs', { points: [] }))).kind, 'internal');
    child.stdin.end();
    await exitOf(child);
  });

  it('reports the time limit, and then ends itself', async () => {
    const { child, request } = start();
    const exit = exitOf(child);
    await request('load', readRequest(fixtures, 'endless.gradient.yaml', { evaluationTimeout: 0.3 }));
    await request('run', setup);
    const failure = await failureOf(request('bind', contractPlan(['theta'])));
    assert.deepEqual([failure.kind, failure.line, failure.section], ['timeout', 5, 'cost']);
    assert.equal(await exit, 1);
  });
});

async function failureOf(answer: Promise<unknown>): Promise<HostFailure> {
  try {
    await answer;
  } catch (error) {
    return (error as { data: HostFailure }).data;
  }
  throw new Error('The request did not fail.');
}
