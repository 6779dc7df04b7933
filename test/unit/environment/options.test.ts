import assert from 'node:assert/strict';
import { LineBuffer } from '../../../src/environment/lineBuffer';
import { readOptions } from '../../../src/environment/options';
import { english } from '../../../src/environment/translate';
import { restriction } from '../../../src/environment/trust';
import { defaultCheckOptions } from '../../../src/workflow/options';

const {
  tensor: _tensor,
  subject: _subject,
  reading: _reading,
  afterSteps: _afterSteps,
  timesParameters: _timesParameters,
  ...defaults
} = defaultCheckOptions;

describe('settings', () => {
  it('are the defaults where nothing is set', () => {
    assert.deepEqual(
      readOptions(() => undefined),
      defaults,
    );
  });

  it('are taken over where they are sound', () => {
    const set: Record<string, unknown> = {
      method: 'adaptive',
      exhaustiveSeconds: 2.5,
      budget: 5000,
      step: 1e-7,
      scheme: 'complex',
      seed: 7,
      examples: 50,
      'timeout.load': 5,
      'timeout.evaluation': 2.5,
    };
    assert.deepEqual(
      readOptions((key) => set[key]),
      {
        method: 'adaptive',
        exhaustiveSeconds: 2.5,
        budget: 5000,
        step: 1e-7,
        scheme: 'complex',
        seed: 7,
        examples: 50,
        loadTimeout: 5,
        evaluationTimeout: 2.5,
      },
    );
  });

  it('are the defaults where what is set makes no sense', () => {
    for (const nonsense of [-1, 0.5e-20, 1e12, 'many', null, {}, Number.NaN, true]) {
      assert.deepEqual(
        readOptions(() => nonsense),
        defaults,
        String(nonsense),
      );
    }
    assert.equal(readOptions(() => 2.5).seed, defaults.seed);
  });
});

describe('an untrusted workspace', () => {
  it('runs no model, and the sentence says why and what to do', () => {
    assert.equal(restriction(true, english), null);
    assert.match(restriction(false, english) ?? '', /Restricted Mode\. Trust the workspace/);
  });
});

describe('the output of a model', () => {
  function written(limit: number, ...pieces: readonly string[]): readonly string[] {
    const lines: string[] = [];
    const buffer = new LineBuffer((line) => lines.push(line), limit, 'and so on');
    for (const piece of pieces) buffer.add(piece);
    buffer.end();
    return lines;
  }

  it('is written by lines, however it comes', () => {
    assert.deepEqual(written(100, 'one\ntw', 'o\r\nth', 'ree'), ['one', 'two', 'three']);
  });

  it('ends at a limit, and says so', () => {
    assert.deepEqual(written(10, 'one\n', 'twothreefour\nfi', 've\n', 'six\n'), [
      'one',
      'twothreefour',
      'fi',
      'and so on',
    ]);
  });
});
