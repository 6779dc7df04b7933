import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { FactorSweep, WhatIf } from '../../../src/protocol/activations';
import { Asking } from '../../../src/state/asking';
import { noQuestions } from '../../../src/state/activations';
import { Observing, type Observer } from '../../../src/state/observing';
import {
  defaultActivationOptions,
  type ActivationOutcome,
  type ActivationRequest,
} from '../../../src/workflow/activations/request';
import { afterRun, file, loop, uri, type Observed } from '../editor/activationReports';

const report = loop([1, 1.5, 2.25]);
const target = { uri, file, source: 'source', projectRoot: '/course' };

const environment = (printed: string[] = []) => ({
  runtime: () => ({
    installation: '/',
    node: { path: 'node', environment: {} },
    findPython: () => Promise.resolve('python3'),
  }),
  output: () => ({ add: (text: string) => printed.push(text), end: () => printed.push('|') }),
});

const he = { kind: 'whatIf', how: { kind: 'scheme', scheme: 'he', factor: 1 } } as const;
const answer: WhatIf = { how: he.how, label: 'He', profile: null, problem: null, code: 'W1 = ...' };
const points: FactorSweep = { scheme: 'present', points: [], problem: null };

/** Questions that are answered when the test says so. */
class Desk {
  readonly requests: ActivationRequest[] = [];
  readonly printed: string[] = [];
  readonly asking: Asking;
  private readonly ends: ((answer: unknown) => void)[] = [];

  constructor(readonly observed: Observed = afterRun(report)) {
    const waiting = <T>(request: ActivationRequest): Promise<T> => {
      this.requests.push(request);
      return new Promise<T>((resolve) => this.ends.push(resolve as (answer: unknown) => void));
    };
    this.asking = new Asking(
      { whatIf: waiting, sweep: waiting },
      observed.results,
      environment(this.printed),
    );
  }

  get questions() {
    return this.observed.results.reportOf(uri)?.questions;
  }

  end(index: number, found: unknown): void {
    this.ends[index]!(found);
  }
}

describe('observing a model', () => {
  it('keeps the report, how it was run, and no question yet', async () => {
    const { results } = afterRun(report);
    const requests: ActivationRequest[] = [];
    const observer: Observer = (request) => {
      requests.push(request);
      request.onProgress({ stage: 'Running the network', done: 0, total: null, secondsLeft: null });
      return Promise.resolve<ActivationOutcome>({ kind: 'report', report });
    };
    const observing = new Observing(observer, results, environment());
    results.ask(uri, { whatIf: answer });
    const options = { ...defaultActivationOptions, seed: 7 };
    const outcome = observing.start(target, options);
    assert.equal(results.get(uri)!.result.kind, 'working');
    assert.equal((await outcome).kind, 'report');
    assert.deepEqual(results.reportOf(uri)!.run, { projectRoot: '/course', options });
    assert.deepEqual(results.reportOf(uri)!.questions, noQuestions);
    assert.equal(requests[0]!.source, 'source');
    assert.equal(requests[0]!.options.seed, 7);
  });
});

describe('a question about a report', () => {
  it('is asked of the text that was run, as it was run, and its answer stands beside the report', async () => {
    const desk = new Desk();
    desk.observed.results.edited(uri, 'edited', []);
    const done = desk.asking.ask(uri, he);
    assert.equal(desk.questions!.asking, 'Starting');
    desk.requests[0]!.onProgress({ stage: 'Running the network', done: 3, total: 9, secondsLeft: null });
    assert.equal(desk.questions!.asking, 'Running the network · 3 of 9');
    desk.requests[0]!.onOutput('hello');
    desk.end(0, answer);
    await done;
    assert.deepEqual(desk.questions, { whatIf: answer, sweep: null, asking: null });
    assert.equal(desk.requests[0]!.source, 'source');
    assert.equal(desk.requests[0]!.projectRoot, '/course');
    assert.deepEqual(desk.printed, ['hello', '|']);
    assert.ok(!desk.asking.isAsking(uri));
  });

  it('ends the one before it, whose answer no longer counts', async () => {
    const desk = new Desk();
    const first = desk.asking.ask(uri, he);
    const second = desk.asking.ask(uri, { kind: 'sweep', scheme: 'present' });
    await first;
    assert.equal(desk.requests[0]!.signal.aborted, true);
    desk.requests[0]!.onProgress({ stage: 'late', done: 0, total: null, secondsLeft: null });
    desk.end(0, answer);
    await delay(0);
    assert.deepEqual(desk.questions, { ...noQuestions, asking: 'Starting' });
    desk.end(1, points);
    await second;
    assert.deepEqual(desk.questions, { whatIf: null, sweep: points, asking: null });
  });

  it('can be ended; what was answered before stays until it is cleared', async () => {
    const desk = new Desk();
    desk.observed.results.ask(uri, { whatIf: answer });
    const asked = desk.asking.ask(uri, { kind: 'sweep', scheme: 'he' });
    desk.asking.cancel(uri);
    await asked;
    assert.equal(desk.requests[0]!.signal.aborted, true);
    assert.deepEqual(desk.questions, { whatIf: answer, sweep: null, asking: null });
    desk.asking.clear(uri);
    assert.deepEqual(desk.questions, noQuestions);
  });

  it('ends with its report', async () => {
    const desk = new Desk();
    const asked = desk.asking.ask(uri, he);
    const progress = { stage: 'Starting', done: 0, total: null, secondsLeft: null };
    desk.observed.results.begin({ uri, file, source: 'new' }, progress);
    await asked;
    assert.equal(desk.requests[0]!.signal.aborted, true);
    desk.end(0, answer);
    await delay(0);
    assert.equal(desk.observed.results.get(uri)!.result.kind, 'working');
  });

  it('is not asked without a report', async () => {
    const desk = new Desk();
    desk.observed.results.update(uri, { kind: 'cancelled' });
    await desk.asking.ask(uri, he);
    assert.deepEqual(desk.requests, []);
  });

  it('that fails is told to who asked, and is no longer under way', async () => {
    const { results } = afterRun(report);
    const failing = () => Promise.reject(new Error('surprise'));
    const asking = new Asking({ whatIf: failing, sweep: failing }, results, environment());
    await assert.rejects(asking.ask(uri, he), /surprise/);
    assert.equal(results.reportOf(uri)!.questions.asking, null);
  });

  it('resolves at the end when its processes are gone', async () => {
    const desk = new Desk();
    void desk.asking.ask(uri, he);
    let gone = false;
    const disposed = desk.asking.dispose().then(() => (gone = true));
    await delay(0);
    assert.equal(gone, false);
    desk.end(0, null);
    await disposed;
  });
});
