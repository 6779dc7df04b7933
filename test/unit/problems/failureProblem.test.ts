import assert from 'node:assert/strict';
import type { HostFailure } from '../../../src/core/failure';
import { problemOfFailure, type FailureContext } from '../../../src/core/problems/failureProblem';
import { problemText } from '../../../src/core/problem';

function text(failure: Partial<HostFailure>, context: Partial<FailureContext> = {}): string {
  const whole = { kind: 'exception', message: '', ...failure } as HostFailure;
  return problemText(problemOfFailure(whole, { file: '/home/ada/model.py', stage: 'check', ...context }));
}

describe('the wording of failures', () => {
  const contract = 'add a `gradient_lens()` function with the command “Insert Model Contract”';
  const cases: readonly (readonly [string, Partial<HostFailure>, Partial<FailureContext>, string])[] = [
    [
      'a file that cannot be parsed',
      { kind: 'syntax', message: "expected ':'", line: 3 },
      { stage: 'load' },
      "model.py, line 3: the file cannot be parsed: expected ':'. Correct the line and check again.",
    ],
    [
      'an exception at the top level',
      { message: 'division by zero', type: 'ZeroDivisionError', line: 7, function: '<module>' },
      { stage: 'load' },
      'model.py, line 7: loading the file raised ZeroDivisionError: division by zero. Correct it, or put what a check ' +
        'does not need under `if __name__ == "__main__":`.',
    ],
    [
      'a data file that is not there',
      { message: 'data.csv not found.', type: 'FileNotFoundError', line: 2 },
      { stage: 'load' },
      'model.py, line 2: loading the file raised FileNotFoundError: data.csv not found. Paths are relative to the ' +
        'folder of the file; put the data there, or correct the path.',
    ],
    [
      'an exception in a function that loading calls',
      { message: 'no', type: 'ValueError', line: 9, function: 'prepare' },
      { stage: 'load' },
      'model.py, line 9: `prepare`, called while the file was loaded, raised ValueError: no. Correct it, or put what a ' +
        'check does not need under `if __name__ == "__main__":`.',
    ],
    [
      'an exception when the call was being found out',
      { message: "'A0'", type: 'KeyError', line: 29, function: 'backward' },
      { stage: 'bind' },
      `model.py, line 29: \`backward\` raised KeyError: 'A0'. If it was called with the wrong inputs, ${contract}.`,
    ],
    [
      'an exception during the check',
      { message: 'bad', type: 'ValueError', line: 5, function: 'cost' },
      {},
      'model.py, line 5: `cost` raised ValueError: bad. The check moves every parameter a little; the model must accept that.',
    ],
    [
      'an exception outside the user’s files',
      { message: 'bad', type: 'ValueError', section: 'gradient' },
      {},
      'model.py: computing the gradients raised ValueError: bad. The check moves every parameter a little; the model ' +
        'must accept that.',
    ],
    [
      'exit while loading',
      { kind: 'exit', message: '1', line: 15 },
      { stage: 'load' },
      'model.py, line 15: the file asked to exit while it was loaded, so nothing could be checked. Remove the call, or ' +
        'put it under `if __name__ == "__main__":`.',
    ],
    [
      'exit in a call',
      { kind: 'exit', message: '1', line: 26, function: 'cost' },
      { stage: 'bind' },
      'model.py, line 26: `cost` asked to exit, so the check could not go on. Remove the call, or put it under `if ' +
        '__name__ == "__main__":`.',
    ],
    [
      'a process that ended by itself',
      { kind: 'exit', message: 'the process ended by SIGSEGV' },
      {},
      'model.py: the process that runs the model ended by SIGSEGV during a call of the model. Look for a crash in ' +
        'compiled code, or a call such as `os._exit`.',
    ],
    [
      'a package that is not installed',
      { kind: 'missing-module', message: '', module: 'sklearn.datasets', line: 3 },
      { stage: 'load', interpreter: '/usr/bin/python3' },
      'model.py, line 3: the package `sklearn` is not installed in /usr/bin/python3. Install it with `/usr/bin/python3 ' +
        '-m pip install scikit-learn`, or select the interpreter that has it.',
    ],
    [
      'a package, and an interpreter with a space in its path',
      { kind: 'missing-module', message: '', module: 'h5py' },
      { interpreter: 'C:\\Program Files\\python.exe' },
      'model.py: the package `h5py` is not installed in C:\\Program Files\\python.exe. Install it with `"C:\\Program ' +
        'Files\\python.exe" -m pip install h5py`, or select the interpreter that has it.',
    ],
    [
      'loading that never ends',
      { kind: 'timeout', message: 'no end after 30 seconds', line: 10 },
      { stage: 'load' },
      'model.py, line 10: loading the file did not finish within 30 seconds. Put training under `if __name__ == ' +
        '"__main__":`, or raise the load time limit.',
    ],
    [
      'an evaluation that never ends',
      { kind: 'timeout', message: '30 s', line: 24, function: 'cost' },
      {},
      'model.py, line 24: `cost` did not finish within 30 seconds. Look for an endless loop, or raise the evaluation ' +
        'time limit.',
    ],
    [
      'complex parameters',
      {
        kind: 'not-complex',
        message: 'TypeError: must be real number, not complex',
        line: 24,
        function: 'cost',
      },
      {},
      'model.py, line 24: the model does not take complex parameters (TypeError: must be real number, not complex). ' +
        'Choose another scheme.',
    ],
    [
      'memory',
      { kind: 'memory', message: '', function: 'forward' },
      {},
      'model.py: `forward` needed more memory than there is. Use less data or a smaller network.',
    ],
    [
      'a cost that is an array',
      {
        kind: 'result',
        message: '',
        found: { type: 'array', container: 'array', shape: [1, 50], dtype: 'float64', identity: 1 },
        line: 12,
      },
      { call: 'cost' },
      'model.py, line 12: `cost` returned an array of shape (1, 50); the check needs one number. Return its mean or sum.',
    ],
    [
      'a cost that is None',
      { kind: 'result', message: '', found: { type: 'none' } },
      { call: 'cost' },
      'model.py: `cost` returned nothing (None); the check needs one number. Return the cost as a number.',
    ],
    [
      'a cost that is text',
      { kind: 'result', message: '', found: { type: 'text', value: '0.3' } },
      {},
      'model.py: the cost function returned text; the check needs one number. Return the cost as a number.',
    ],
    [
      'a cost that is complex',
      {
        kind: 'result',
        message: '',
        found: { type: 'array', container: 'array', shape: [], dtype: 'complex128', identity: 1 },
      },
      { call: 'J' },
      'model.py: `J` returned complex numbers; the check needs one number. Return the cost as a number.',
    ],
    [
      'a gradient that is None',
      { kind: 'result', message: '', tensor: 'W2', found: { type: 'none' } },
      {},
      'model.py: the gradient of W2 is nothing (None); the check needs numbers of the same shape as W2.',
    ],
    [
      'a fault of the host',
      { kind: 'internal', message: 'python3 could not be started: ENOENT.' },
      {},
      'model.py: the process that runs the model failed: python3 could not be started: ENOENT. The log has the details.',
    ],
  ];
  for (const [what, failure, context, sentence] of cases) {
    it(`words ${what}`, () => assert.equal(text(failure, context), sentence));
  }

  it('keeps messages on one line and short', () => {
    const sentence = text({ type: 'ValueError', message: `first\nsecond ${'x'.repeat(500)}`, function: 'f' });
    assert.ok(!sentence.includes('\n'));
    assert.ok(sentence.length < 400);
  });

  it('names the file in which it happened, and keeps the traceback for the log', () => {
    const failure: HostFailure = {
      kind: 'exception',
      message: 'x',
      file: '/a/layers.py',
      line: 4,
      trace: 'Traceback',
    };
    const problem = problemOfFailure(failure, { file: '/a/model.py', stage: 'check' });
    assert.equal(problem.file, '/a/layers.py');
    assert.equal(problem.details, 'Traceback');
  });

  it('does not advise a contract where there is one', () => {
    const failure = {
      kind: 'exception',
      type: 'KeyError',
      message: "'W'",
      function: 'gradient_lens',
    } as const;
    const { message } = problemOfFailure(failure, { file: 'model.py', stage: 'bind', contract: true });
    assert.match(message, /`gradient_lens` raised KeyError: 'W'\. Correct it, or what the model contract/);
    assert.doesNotMatch(message, /Insert/);
  });

  it('names what hides a module, what was replaced, and the limit on memory', () => {
    const said = (failure: Omit<HostFailure, 'kind'> & { kind?: HostFailure['kind'] }) =>
      problemOfFailure({ kind: 'exception', ...failure }, { file: 'model.py', stage: 'load' }).message;
    const hidden = { type: 'AttributeError', message: 'no seed', hidden: 'random', hiding: 'random.py' };
    assert.match(said(hidden), /random\.py hides the module `random`.*AttributeError: no seed.*Rename/);
    assert.match(said({ type: 'ReplacedBuiltin', message: 'len' }), /replaces the built-in `len`/);
    assert.match(said({ kind: 'memory', message: 'more than 12 GB' }), /needed more than 12 GB of memory/);
  });
});
