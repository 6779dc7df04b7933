import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { Checks, type Checker } from '../../../src/state/checks';
import { Results } from '../../../src/state/results';
import type { CheckOutcome, CheckRequest } from '../../../src/workflow/checkModel';
import { defaultCheckOptions } from '../../../src/workflow/options';
import { right, twoWrong } from '../media/reports';

const target = { uri: 'file:///m.py', file: '/m.py', source: 'x = 1', projectRoot: '/' };
const other = { ...target, uri: 'file:///n.py', file: '/n.py' };

/** Checks that end when the test says so. */
class Desk {
  readonly requests: CheckRequest[] = [];
  readonly printed: string[] = [];
  private readonly ends: ((outcome: CheckOutcome) => void)[] = [];
  readonly results = new Results((file) => `file://${file}`);
  readonly checks: Checks;

  constructor(checker?: Checker) {
    const waiting: Checker = (request) => {
      this.requests.push(request);
      return new Promise((resolve) => this.ends.push(resolve));
    };
    this.checks = new Checks(checker ?? waiting, this.results, {
      runtime: () => ({
        installation: '/',
        node: { path: 'node', environment: {} },
        findPython: () => Promise.resolve('python3'),
      }),
      output: () => ({ add: (text) => this.printed.push(text), end: () => this.printed.push('|') }),
    });
  }

  kind(uri = target.uri): string | undefined {
    return this.results.get(uri)?.result.kind;
  }

  end(index: number, outcome: CheckOutcome): void {
    this.ends[index]!(outcome);
  }
}

describe('checks', () => {
  it('write progress and outcome into the results', async () => {
    const desk = new Desk();
    const outcome = desk.checks.check(target, defaultCheckOptions);
    await delay(0);
    assert.equal(desk.kind(), 'checking');
    assert.equal(desk.checks.isRunning(target.uri), true);
    desk.requests[0]!.onOutput('hello');
    desk.end(0, { kind: 'report', report: right });
    assert.equal((await outcome).kind, 'report');
    assert.equal(desk.kind(), 'report');
    assert.equal(desk.checks.isRunning(target.uri), false);
    assert.deepEqual(desk.printed, ['hello', '|']);
  });

  it('of one function leave what is known about the file where that function cannot be checked', async () => {
    const desk = new Desk();
    const whole = desk.checks.check(target, defaultCheckOptions);
    await delay(0);
    desk.end(0, { kind: 'report', report: right });
    await whole;
    const problem = { code: 'x', message: 'no.', file: '/m.py', line: 1, column: null, details: '' };
    for (const [i, source] of [target.source, 'x = 2'].entries()) {
      const one = desk.checks.check({ ...target, source }, { ...defaultCheckOptions, subject: 'sigmoid' });
      await delay(0);
      desk.end(i + 1, { kind: 'problem', problem });
      assert.equal((await one).kind, 'problem');
      assert.equal(desk.kind(), source === target.source ? 'report' : 'problem');
    }
  });

  it('that are cancelled leave the report of the same text', async () => {
    const desk = new Desk();
    const whole = desk.checks.check(target, defaultCheckOptions);
    await delay(0);
    desk.end(0, { kind: 'report', report: right });
    await whole;
    // The second ends the first, and is cancelled itself.
    const again = [2, 3].map((seed) => desk.checks.check(target, { ...defaultCheckOptions, seed }));
    await delay(0);
    desk.checks.cancel(target.uri);
    assert.equal((await again[1]!).kind, 'cancelled');
    assert.equal(desk.kind(), 'report');
    const edited = desk.checks.check({ ...target, source: 'x = 2' }, defaultCheckOptions);
    await delay(0);
    desk.checks.cancel(target.uri);
    await edited;
    assert.equal(desk.kind(), 'cancelled');
  });

  it('of the same text with the same options are one', async () => {
    const desk = new Desk();
    const first = desk.checks.check(target, defaultCheckOptions);
    const second = desk.checks.check({ ...target }, { ...defaultCheckOptions });
    assert.equal(first, second);
    await delay(0);
    assert.equal(desk.requests.length, 1);
    desk.end(0, { kind: 'report', report: right });
    await second;
  });

  it('of another text end the former, whose outcome no longer counts', async () => {
    const desk = new Desk();
    const first = desk.checks.check(target, defaultCheckOptions);
    await delay(0);
    const second = desk.checks.check({ ...target, source: 'x = 2' }, defaultCheckOptions);
    await delay(0);
    assert.equal(desk.requests[0]!.signal.aborted, true);
    assert.equal((await first).kind, 'cancelled');
    desk.end(0, { kind: 'report', report: twoWrong });
    await delay(0);
    assert.equal(desk.kind(), 'checking');
    desk.end(1, { kind: 'report', report: right });
    await second;
    const result = desk.results.get(target.uri)!.result;
    assert.ok(result.kind === 'report' && result.report === right);
  });

  it('of several documents run side by side', async () => {
    const desk = new Desk();
    const outcomes = [
      desk.checks.check(target, defaultCheckOptions),
      desk.checks.check(other, defaultCheckOptions),
    ];
    await delay(0);
    desk.end(1, { kind: 'cancelled' });
    await outcomes[1];
    assert.deepEqual([desk.kind(), desk.kind(other.uri)], ['checking', 'cancelled']);
    desk.end(0, { kind: 'report', report: right });
    await outcomes[0];
  });

  it('say at once that they are cancelled, while processes still end', async () => {
    const desk = new Desk();
    const outcome = desk.checks.check(target, defaultCheckOptions);
    await delay(0);
    desk.checks.cancel(target.uri);
    assert.equal((await outcome).kind, 'cancelled');
    assert.equal(desk.kind(), 'cancelled');

    let ended = false;
    const disposed = desk.checks.dispose().then(() => (ended = true));
    await delay(5);
    assert.equal(ended, false, 'the process is still being ended');
    desk.end(0, { kind: 'cancelled' });
    await disposed;
  });

  it('can be started again right after a cancel', async () => {
    const desk = new Desk();
    const first = desk.checks.check(target, defaultCheckOptions);
    desk.checks.cancel(target.uri);
    const second = desk.checks.check(target, defaultCheckOptions);
    assert.notEqual(first, second);
    await delay(0);
    assert.equal(desk.kind(), 'checking');
    desk.end(desk.requests.length - 1, { kind: 'report', report: right });
    assert.equal((await second).kind, 'report');
  });

  it('that throw become a problem with its details for the log', async () => {
    const desk = new Desk(() => Promise.reject(new Error('surprise')));
    const outcome = await desk.checks.check(target, defaultCheckOptions);
    assert.ok(outcome.kind === 'problem');
    assert.equal(outcome.problem.code, 'internal');
    assert.match(outcome.problem.details, /surprise/);
    assert.equal(desk.kind(), 'problem');
  });

  it('tell progress at a pace one can read, and every new stage', async () => {
    const desk = new Desk();
    const outcome = desk.checks.check(target, defaultCheckOptions);
    await delay(0);
    let told = 0;
    desk.results.onDidChange(() => (told += 1));
    const { onProgress } = desk.requests[0]!;
    const progress = { done: 0, total: 1000, secondsLeft: 1, tensors: [] };
    for (let done = 0; done < 1000; done++) onProgress({ ...progress, stage: 'Checking W1', done });
    onProgress({ ...progress, stage: 'Checking W2' });
    assert.ok(told >= 2 && told < 20, `${told} times`);
    desk.end(0, { kind: 'cancelled' });
    await outcome;
  });
});
