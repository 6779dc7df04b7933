import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { problemOfFailure } from '../../../src/core/problems/failureProblem';
import { HostConnection } from '../../../src/hosts/connection';
import { HostError } from '../../../src/hosts/ModelHost';
import { markChildren } from '../../support/marked';

/** A process that has `send(message)` and `raw(text)`, and `answer(request)` once for each request it gets. */
const host = (body: string) => `
  const raw = (text) => process.stdout.write(text);
  const framed = (text) => 'Content-Length: ' + Buffer.byteLength(text) + '\\r\\n\\r\\n' + text;
  const send = (message) => raw(framed(JSON.stringify(message)));
  const ok = (result, id = 1) => send({ jsonrpc: '2.0', id, result });
  setInterval(() => {}, 1000);
  let id = 0;
  const answer = () => { id++; ${body} };
  if (!/never reads/.test(${JSON.stringify(body)})) process.stdin.on('data', answer);
`;

/** What a request for two costs comes to. */
async function costsFrom(body: string, seconds = 10): Promise<string> {
  const launch = {
    command: process.execPath,
    arguments: ['-e', host(body)],
    environment: {},
    folder: tmpdir(),
  };
  const connection = new HostConnection(launch, new AbortController().signal, () => {});
  try {
    const { costs } = await connection.request('costs', { points: [[], []] }, seconds);
    return costs;
  } catch (error) {
    assert.ok(error instanceof HostError, String(error));
    const { message } = problemOfFailure(error.failure, { file: 'model.py', stage: 'check' });
    assert.doesNotMatch(message, /\n/);
    return message;
  } finally {
    await connection.dispose();
  }
}

const two = Buffer.alloc(16).toString('base64');
const good = `ok({ costs: '${two}' })`;

/** What a host may send, and what comes of it. */
const cases: readonly (readonly [string, string, RegExp])[] = [
  ['an honest reply', good, /^A+=*$/],
  [
    'a reply in single bytes',
    `const text = framed(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { costs: '${two}' } }));
     [...text].forEach((character, i) => setTimeout(raw, i, character))`,
    /^A+=*$/,
  ],
  ['words before a message', `raw('hello\\n'); ${good}`, /does not tell the length/],
  ['no header at all', `raw('x'.repeat(10000))`, /there is no header/],
  ['a length that is no number', `raw('Content-Length: many\\r\\n\\r\\n{}')`, /does not tell the length/],
  [
    'two lengths',
    `raw('Content-Length: 2\\r\\nContent-Length: 3\\r\\n\\r\\n{}')`,
    /does not tell the length/,
  ],
  ['a negative length', `raw('Content-Length: -5\\r\\n\\r\\n{}')`, /does not tell the length/],
  ['the claim of a gigabyte', `raw('Content-Length: 1000000000\\r\\n\\r\\n')`, /claims to hold 1000 MB/],
  [
    'a length that is too short',
    `raw('Content-Length: 5\\r\\n\\r\\n' + JSON.stringify({ id: 1 }))`,
    /not JSON/,
  ],
  [
    'a message that ends early',
    `raw('Content-Length: 500\\r\\n\\r\\n{'); setTimeout(() => process.exit(4), 50)`,
    /ended with status 4/,
  ],
  ['what is not JSON', `raw('Content-Length: 3\\r\\n\\r\\nNaN')`, /not JSON/],
  ['null', `send(null)`, /answers no request/],
  ['a list', `send([])`, /answers no request/],
  ['the answer to another request', `ok({ costs: '${two}' }, 7)`, /answers no request/],
  ['an id that is text', `ok({ costs: '${two}' }, '1')`, /answers no request/],
  [
    'a request of its own',
    `send({ jsonrpc: '2.0', id: 1, method: 'load', params: {} })`,
    /answers no request/,
  ],
  [
    'a result and an error at once',
    `send({ jsonrpc: '2.0', id: 1, result: {}, error: {} })`,
    /answers no request/,
  ],
  ['no block', `ok({})`, /costs is not a block of 2 float64/],
  ['null for a result', `ok(null)`, /it is not an object/],
  ['numbers instead of a block', `ok({ costs: [1, 2] })`, /costs is not a block/],
  [
    'a block of another length',
    `ok({ costs: '${Buffer.alloc(24).toString('base64')}' })`,
    /a block of 2 float64/,
  ],
  ['a block that is not base64', `ok({ costs: '${'*'.repeat(24)}' })`, /a block of 2 float64/],
  [
    'a key of the prototype',
    `raw(framed('{"jsonrpc":"2.0","id":1,"result":{"__proto__":{"costs":"${two}"}}}'))`,
    /costs is not a block/,
  ],
  [
    'an error without data',
    `send({ jsonrpc: '2.0', id: 1, error: { code: 1, message: 'so' } })`,
    /failed: so/,
  ],
  [
    'an error of the wrong shape',
    `send({ jsonrpc: '2.0', id: 1, error: { message: 7, data: { kind: 'syntax', message: 7 } } })`,
    /does not say why/,
  ],
  [
    'a failure of an unknown kind',
    `send({ jsonrpc: '2.0', id: 1, error: { message: 'm', data: { kind: 'boom', message: 'm' } } })`,
    /failed: m/,
  ],
  ['an error that is text', `send({ jsonrpc: '2.0', id: 1, error: 'no' })`, /does not say why/],
  ['nothing for ever', ``, /did not finish within 1 seconds/],
  ['nothing, and it never reads', `/* never reads */`, /did not finish within 1 seconds/],
  [
    'bytes for ever',
    `const more = () => { while (raw('x'.repeat(65536))); process.stdout.once('drain', more); }; more()`,
    /there is no header/,
  ],
  [
    'messages for ever',
    `const more = () => { while (raw('Content-Length: 2\\r\\n\\r\\n{}')); process.stdout.once('drain', more); }; more()`,
    /answers no request/,
  ],
  [
    'output on the other stream for ever',
    `const more = () => { while (process.stderr.write('x'.repeat(65536))); process.stderr.once('drain', more); }; setTimeout(more); ${good}`,
    /^A/,
  ],
];

describe('what a host process sends', function () {
  this.timeout(60_000);
  let noneLeft: () => Promise<string[]>;
  before(() => (noneLeft = markChildren()));

  for (const [what, body, expected] of cases)
    it(`${what}: ${expected.source}`, async () => {
      const seconds = /for ever|never/.test(what) && !/output/.test(what) ? 1 : 10;
      assert.match(await costsFrom(body, seconds), expected);
    });

  it('counts once: a second answer to the same request ends the host', async () => {
    const launch = {
      command: process.execPath,
      arguments: ['-e', host(`${good}; ${good}`)],
      environment: {},
      folder: tmpdir(),
    };
    const connection = new HostConnection(launch, new AbortController().signal, () => {});
    await connection.request('costs', { points: [[], []] }, 10);
    const again = connection.request('costs', { points: [[], []] }, 10);
    await assert.rejects(again, (error) => error instanceof HostError && /no request/.test(error.message));
    await connection.dispose();
  });

  it('is not waited for once the check is cancelled, and may still come', async () => {
    const cancel = new AbortController();
    const launch = {
      command: process.execPath,
      arguments: ['-e', host(`setTimeout(() => { ${good} }, 100)`)],
      environment: {},
      folder: tmpdir(),
    };
    const connection = new HostConnection(launch, cancel.signal, () => {});
    const request = connection.request('costs', { points: [[], []] }, 10);
    setTimeout(() => cancel.abort(), 100);
    await assert.rejects(request, { name: 'AbortError' });
    await connection.dispose();
  });

  it('may take as long as the longest limit', async () => {
    assert.match(await costsFrom(`setTimeout(() => { ${good} }, 100)`, 1e9), /^A/);
  });

  it('leaves no process behind', async () => assert.deepEqual(await noneLeft(), []));
});
