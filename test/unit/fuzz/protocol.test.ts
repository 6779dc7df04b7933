import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PassThrough } from 'node:stream';
import type { BindReply, HostRequests } from '../../../src/protocol/host';
import { decodeFloat64 } from '../../../src/hosts/float64';
import { BrokenFrame, frame, readFrames } from '../../../src/hosts/frames';
import type { HostConnection } from '../../../src/hosts/connection';
import { remoteModel } from '../../../src/hosts/remoteModel';
import { checkReply, isHostFailure } from '../../../src/protocol/replies';
import { Misshapen } from '../../../src/protocol/shape';
import { Dice, mutated, seeds, settings } from './fuzz';

const block = (...values: number[]) => Buffer.from(Float64Array.from(values).buffer).toString('base64');
const gradient = { shape: [2], dtype: 'float64', fits: true, finite: true, norm: 1 };
const tensor = { name: 'W', shape: [2], dtype: 'float64', norm: 1, identity: 3, gradient };
const place = { file: 'm.py', line: 3, column: 1, endLine: 3, endColumn: 9, function: 'f' };
const bindReply: BindReply = {
  tensors: [tensor, { ...tensor, name: 'b', gradient: null, found: { type: 'none' } }],
  costs: block(1, 1),
  evaluationSeconds: 0.001,
  gradientRepeats: true,
  notes: [{ kind: 'tied', names: ['W', 'b'] }],
};
const f = {
  name: 'f',
  parameters: [{ name: 'x', kind: 'positional' as const }],
  file: 'm.py',
  line: 1,
  endLine: 2,
  returns: [['y']],
};
const array = {
  type: 'array',
  container: 'array',
  shape: [2],
  dtype: 'float64',
  identity: 1,
  min: 'NaN',
  max: 1,
} as const;
const source = { from: 'slot', slot: 's' } as const;
const planned = { name: 'W', parameter: source, gradient: source };
const plan = { cost: [], J: source, gradient: [], tensors: [planned, planned], reseed: null };

type Exchange = {
  [M in keyof HostRequests]: readonly [M, HostRequests[M]['params'], HostRequests[M]['reply']];
}[keyof HostRequests];

const component = { kind: 'component', tensor: 0, index: 0 } as const;
const exchanges: readonly Exchange[] = [
  [
    'load',
    {
      file: 'm.py',
      source: '',
      projectRoot: '',
      leaveOut: [],
      moduleName: 'm',
      seed: 1,
      loadTimeout: 1,
      evaluationTimeout: 1,
    },
    {
      file: 'm.py',
      functions: [f],
      classes: [{ name: 'C', file: 'm.py', line: 1, constructorParameters: [], methods: [f] }],
      values: [
        { name: 'W', value: array },
        { name: 'p', value: { type: 'mapping', length: 1, entries: [{ key: 'W', value: array }] } },
        {
          name: 'o',
          value: { type: 'object', className: 'C', attributes: [{ name: 'W', value: array }], methods: [f] },
        },
      ],
      standIns: [],
    },
  ],
  [
    'run',
    { steps: [{ slot: 's', value: source }] },
    { results: [{ type: 'sequence', kind: 'list', length: 1, items: [array] }] },
  ],
  ['bind', plan, bindReply],
  ['costs', { points: [[], []] }, { costs: block(1, NaN) }],
  [
    'sweep',
    { tensor: 0, components: { start: 0, count: 2 }, step: 1, scheme: 'central' },
    { plus: block(1, 2), minus: block(1, 2), width: block(1, 1) },
  ],
  ['directions', { directions: [component] }, { norms: block(1), gradientDots: block(2) }],
  ['values', { kind: 'gradient', tensor: 0, start: 0, count: 2 }, { values: block(1, 2) }],
  ['move', { point: [] }, { cost: 'NaN', gradientNorms: block(1, 1) }],
  ['trace', {}, { gradients: [{ tensor: 'W', made: place, madeZero: false, changed: [place], ordinal: 1 }] }],
];

describe('fuzzing the protocol', function () {
  this.timeout(120_000);

  it('takes the replies that are as they should be', () => {
    for (const [method, params, reply] of exchanges) checkReply(method, params, reply);
  });

  it('refuses a mutated reply by name, or it can be used', () => {
    const unused = {} as HostConnection;
    fc.assert(
      fc.property(seeds, (seed) => {
        const dice = new Dice(seed);
        const [method, params, reply] = dice.of(exchanges);
        const message: unknown = JSON.parse(JSON.stringify(mutated(reply, dice)) ?? 'null');
        try {
          checkReply(method, params, message);
        } catch (error) {
          assert.ok(error instanceof Misshapen, String(error));
          return;
        }
        for (const [key, value] of Object.entries(message as object))
          if (
            ['plus', 'minus', 'width', 'costs', 'norms', 'values'].includes(key) &&
            typeof value === 'string'
          )
            decodeFloat64(value);
        if (method === 'bind')
          for (const { size } of remoteModel(unused, message as BindReply, 1).model.tensors)
            assert.ok(size >= 0, 'a size');
      }),
      settings(3000),
    );
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });

  it('takes mutated failures for what they are', () => {
    const failure = {
      kind: 'exception',
      message: 'm',
      type: 'T',
      file: 'f',
      line: 1,
      column: 1,
      function: 'g',
      found: array,
    };
    fc.assert(
      fc.property(seeds, (seed) => {
        const data = mutated(failure, new Dice(seed));
        if (isHostFailure(data)) assert.equal(typeof data.message, 'string');
      }),
      settings(1000),
    );
  });

  it('reads whole messages from pieces of any size', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 40 })),
        async (values, sizes) => {
          const taken: unknown[] = [];
          const stream = new PassThrough();
          readFrames(
            stream,
            (message) => taken.push(message),
            (error) => assert.fail(error),
          );
          await feed(stream, Buffer.concat(values.map(frame)), sizes);
          assert.deepEqual(taken, JSON.parse(JSON.stringify(values)));
        },
      ),
      settings(300),
    ));

  it('breaks off at bytes that are no message, once', () =>
    fc.assert(
      fc.asyncProperty(seeds, fc.array(fc.integer({ min: 1, max: 60 })), async (seed, sizes) => {
        const dice = new Dice(seed);
        const bytes = Buffer.concat(
          Array.from({ length: 3 }, () =>
            frame({ jsonrpc: '2.0', id: 1, result: mutated(bindReply, dice) ?? 0 }),
          ),
        );
        for (let changes = dice.below(4); changes >= 0; changes--) {
          const at = dice.below(bytes.length);
          if (dice.below(2) === 0) bytes[at] = dice.below(256);
          else bytes.copy(bytes, dice.below(bytes.length), at, at + dice.below(30));
        }
        let broken = 0;
        let after = 0;
        const stream = new PassThrough();
        readFrames(
          stream,
          () => (after += broken),
          (error) => {
            assert.ok(error instanceof BrokenFrame);
            broken++;
          },
        );
        await feed(stream, bytes, sizes);
        assert.ok(broken <= 1 && after === 0);
      }),
      settings(2000),
    ));
});

async function feed(stream: PassThrough, bytes: Buffer, sizes: readonly number[]): Promise<void> {
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = i < 30 && sizes.length > 0 ? sizes[i % sizes.length]! : bytes.length;
    stream.write(bytes.subarray(at, at + size));
    at += size;
  }
  stream.end();
  await new Promise((resolve) => stream.once('end', resolve));
}
