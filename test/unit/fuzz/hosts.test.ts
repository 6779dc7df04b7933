import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { HostFailure } from '../../../src/core/failure';
import { frame, readFrames } from '../../../src/hosts/frames';
import { javascriptLaunch } from '../../../src/hosts/javascript/launch';
import { findInterpreter } from '../../../src/hosts/python/interpreters';
import { pythonLaunch } from '../../../src/hosts/python/launch';
import type { Launch } from '../../../src/hosts/childProcess';
import { languageOf } from '../../../src/workflow/languages';
import { markChildren } from '../../support/marked';
import { check, inParallel, needNumpy, root } from '../workflow/checking';
import { Dice, mutated, mutatedText, settings, sourcesIn } from './fuzz';

/** Milliseconds for one answer: the hosts' own limit of one second, and a machine that is busy. */
const patience = 15_000;

interface Answer {
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: { readonly data?: unknown; readonly code?: unknown };
}

/** A host process that is spoken to without the care that the extension takes. */
class Talk {
  private readonly child: ChildProcessWithoutNullStreams;
  private waiting: ((answer: Answer | 'ended' | 'broken') => void) | null = null;
  alive = true;

  constructor(launch: Launch) {
    this.child = spawn(launch.command, launch.arguments, {
      cwd: launch.folder,
      env: { ...process.env, ...launch.environment },
    });
    this.child.stderr.resume();
    this.child.stdin.on('error', () => {});
    const tell = (what: Answer | 'ended' | 'broken') => {
      this.waiting?.(what);
      this.waiting = null;
    };
    readFrames(
      this.child.stdout,
      (message) => tell(message as Answer),
      () => tell('broken'),
    );
    this.child.once('close', () => {
      this.alive = false;
      tell('ended');
    });
  }

  async ask(message: unknown): Promise<Answer | 'ended' | 'broken' | 'hung'> {
    if (!this.alive) return 'ended';
    const answer = new Promise<Answer | 'ended' | 'broken'>((resolve) => (this.waiting = resolve));
    this.child.stdin.write(frame(message));
    return Promise.race([answer, delay(patience, 'hung' as const, { ref: false })]);
  }

  end(): void {
    this.child.kill('SIGKILL');
  }
}

const python = `
import numpy as np
W = np.array([[1.0, 2.0], [3.0, 4.0]])
b = [0.5, -0.5]
def gradient_lens():
    return dict(parameters=dict(W=W, b=b), cost=cost, gradients=gradients)
def cost():
    return float((W ** 2).sum() + b[0] ** 2 + b[1] ** 2)
def gradients():
    return dict(W=2 * W, b=[2 * b[0], 2 * b[1]])
`;
const javascript = `
const W = new Float64Array([1, 2, 3, 4]);
const b = [0.5, -0.5];
const sum = (values) => values.reduce((total, value) => total + value * value, 0);
function gradientLens() {
  return { parameters: { W, b }, cost: () => sum([...W]) + sum(b), gradients: () => ({ W: W.map((w) => 2 * w), b: b.map((x) => 2 * x) }) };
}
module.exports = { gradientLens };
`;

const pythonSources = sourcesIn(/\.py$/, 'models');
const javascriptSources = sourcesIn(/\.[mc]?[jt]s$/, 'javascript');

/** An ordinary conversation, of which each message is mutated in turn. */
function conversation(file: string, source: string, contract: string) {
  const part = (slot: string, ...items: string[]) => ({
    from: 'slot',
    slot,
    path: items.map((item) => ({ item })),
  });
  const call = (slot: string, source: object) => ({ slot, call: source, positional: [], keywords: {} });
  const component = { kind: 'component', tensor: 0, index: 1 };
  const normal = { kind: 'normal', tensor: 1, start: 0, count: 2, seed: 3, unit: true };
  const plan = {
    cost: [call('J', part('c', 'cost'))],
    J: { from: 'slot', slot: 'J' },
    gradient: [call('g', part('c', 'gradients'))],
    tensors: ['W', 'b'].map((name) => ({
      name,
      parameter: part('c', 'parameters', name),
      gradient: part('g', name),
    })),
    reseed: null,
  };
  const limits = { loadTimeout: 5, evaluationTimeout: 1, memoryLimit: 2e9 };
  const load = {
    file,
    source,
    projectRoot: path.dirname(file),
    leaveOut: [],
    moduleName: 'fuzzed',
    seed: 1,
    ...limits,
  };
  const array = { from: 'array', array: { shape: [2], dtype: 'float64', data: 'AAAAAAAA8D8AAAAAAADwPw==' } };
  return [
    ['load', load],
    ['run', { steps: [call('c', { from: 'module', name: contract })] }],
    ['bind', plan],
    [
      'run',
      {
        steps: [
          { slot: 'd', dot: [[array, array]] },
          { slot: 't', take: array, axis: 0, indices: [1] },
          { slot: 'l', cost: 'squared-error', output: array, labels: array },
          { slot: 'm', value: { from: 'mapping', entries: [['a', array]] } },
        ],
      },
    ],
    [
      'costs',
      {
        points: [
          [],
          [
            { direction: component, step: 0.1 },
            { direction: normal, step: 0.1 },
          ],
        ],
      },
    ],
    ['sweep', { tensor: 0, components: { start: 0, count: 4 }, step: 1e-5, scheme: 'central' }],
    ['sweep', { tensor: 1, components: [1, 0], step: 1e-5, scheme: 'forward' }],
    ['directions', { directions: [component, normal, { kind: 'parameter', tensor: 1 }] }],
    ['values', { kind: 'gradient', tensor: 0, start: 1, count: 2 }],
    ['move', { point: [{ direction: normal, step: 0.1 }] }],
    ['trace', {}],
  ] as const;
}

describe('fuzzing the hosts', function () {
  this.timeout(600_000);
  let folder = '';
  let talk: Talk | null = null;
  let noneLeft: () => Promise<string[]>;
  before(needNumpy);
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gradient-lens-fuzz-'));
    noneLeft = markChildren();
  });
  afterEach(() => talk?.end());
  after(() => rmSync(folder, { recursive: true, force: true }));

  const hosts = [
    [
      'Python',
      'model.py',
      python,
      'gradient_lens',
      async () => pythonLaunch((await findInterpreter([root]))!, root, folder),
    ],
    [
      'JavaScript',
      'model.cjs',
      javascript,
      'gradientLens',
      () => javascriptLaunch({ path: process.execPath, environment: {} }, root, folder),
    ],
  ] as const;

  for (const [name, file, source, contract, launch] of hosts)
    it(`${name}: every request, however mutated, is answered, or the process ends`, async () => {
      const { numRuns, seed } = settings(600);
      talk = null;
      for (let run = 0; run < numRuns; run++) {
        const dice = new Dice(seed + run);
        const messages = conversation(path.join(folder, file), source, contract);
        if (talk?.alive !== true || run % 40 === 0) {
          talk?.end();
          talk = new Talk(await launch());
          const mutatesLoad = dice.below(3) === 0;
          for (const [i, [method, params]] of messages.slice(0, 3).entries()) {
            const spoilt = mutatesLoad && i === 0 ? mutated(params, dice) : params;
            await asks(talk, { jsonrpc: '2.0', id: i, method, params: spoilt }, `start of ${run}`);
          }
        }
        const [method, params] = messages[1 + dice.below(messages.length - 1)]!;
        const asked =
          dice.below(12) === 0
            ? dice.of(['load', 'trace', 'nothing', '', '__proto__', 'constructor'])
            : method;
        const request = { jsonrpc: '2.0', id: 1000 + run, method: asked, params: mutated(params, dice) };
        await asks(talk, request, `run ${run}`);
      }
    });

  for (const [name, , , , launch] of hosts)
    it(`${name}: every file, however mutated, is loaded, or what is wrong with it is told`, async () => {
      const { numRuns, seed } = settings(75);
      const isPython = name === 'Python';
      const originals = isPython ? pythonSources : javascriptSources;
      talk?.end();
      talk = null;
      let loaded = 0;
      for (let run = 0; run < numRuns; run++) {
        const dice = new Dice(seed + 5000 + run);
        const { file, text } = dice.of(originals);
        const model = languageOf(file)!.read(mutatedText(text, dice), file);
        // Python's modules are never quite unloaded, so a host of it loads one file.
        if (isPython) talk?.end();
        if (isPython || talk?.alive !== true) talk = new Talk(await launch());
        const params = {
          file,
          source: model.text,
          projectRoot: path.dirname(file),
          leaveOut: model.leftOut,
          moduleName: 'mutated',
          seed: 1,
          loadTimeout: 1,
          evaluationTimeout: 1,
          memoryLimit: 2e9,
        };
        const { result, error } = await answered(
          talk,
          { jsonrpc: '2.0', id: run, method: 'load', params },
          `run ${run} of ${file}`,
        );
        if (result !== undefined) loaded++;
        else if (error !== undefined)
          assert.notEqual((error.data as HostFailure).kind, 'internal', JSON.stringify(error));
      }
      // A host that fails from the first error on would load none.
      assert.ok(loaded > numRuns / 20, `${loaded} of ${numRuns} were loaded`);
    });

  async function asks(talk: Talk, message: object, which: string): Promise<void> {
    await answered(talk, message, which);
  }

  async function answered(talk: Talk, message: object, which: string): Promise<Partial<Answer>> {
    const answer = await talk.ask(message);
    const told = `${which}: ${JSON.stringify(message).slice(0, 2000)}\n→ ${JSON.stringify(answer).slice(0, 500)}`;
    assert.notEqual(answer, 'hung', told);
    assert.notEqual(answer, 'broken', told);
    if (typeof answer === 'string') return {};
    if (answer.error === undefined) assert.ok(answer.result !== undefined, told);
    else if (answer.error.data !== undefined)
      assert.equal(typeof (answer.error.data as HostFailure).message, 'string', told);
    else assert.equal(typeof answer.error.code, 'number', told);
    return answer;
  }

  const { numRuns, seed } = settings(40);
  const originals = [...pythonSources, ...javascriptSources];
  const outcomes = inParallel(
    Array.from({ length: numRuns }, (_, i) => i),
    async (run) => {
      const dice = new Dice(seed + run);
      const { file, text } = dice.of(originals);
      const source = mutatedText(text, dice);
      return {
        source,
        file,
        outcome: await check(file, { loadTimeout: 5, evaluationTimeout: 2 }, { source, memoryLimit: 2e9 }),
      };
    },
  );
  it('ends the check of every mutated file with a report or a sentence', async () => {
    for (const outcomeOf of outcomes) {
      const { source, file, outcome } = await outcomeOf();
      if (outcome.kind !== 'problem') {
        assert.equal(outcome.kind, 'report');
        continue;
      }
      const { code, message, details } = outcome.problem;
      assert.notEqual(code, 'internal', `${file}: ${message}\n${details}\n${source}`);
      assert.match(message, /\S/);
      assert.doesNotMatch(message, /\n/);
    }
  });

  it('leaves no process behind', async () => assert.deepEqual(await noneLeft(), []));
});
