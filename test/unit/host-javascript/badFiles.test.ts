import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { Session } from '../../../src/host-javascript/session';
import type { HostFailure } from '../../../src/core/failure';
import { contractPlan, fixtures, readRequest, setup } from './support';

/** Each file under test/fixtures/expressions: kind of failure, line and column, and its sentence or part of it. */
const expected: Readonly<Record<string, readonly [HostFailure['kind'], number, number, string]>> = {
  'alias.gradient.yaml': ['syntax', 3, 8, 'an alias (*name) stands here.'],
  'assignment.gradient.yaml': ['syntax', 3, 9, 'Define the name under let.'],
  'bad-name.gradient.yaml': ['syntax', 3, 3, '"2theta" cannot be a name.'],
  'broken.gradient.json': ['syntax', 4, 3, 'the file cannot be read: Missing ,'],
  'broken.gradient.yaml': ['syntax', 4, 1, 'must be sufficiently indented and end with a ].'],
  'calls-itself.gradient.yaml': ['exception', 5, 7, 'A function under let calls itself without end.'],
  'cost-is-a-list.gradient.yaml': ['syntax', 3, 7, 'cost is a list. Write one expression'],
  'cost-is-a-matrix.gradient.yaml': ['result', 4, 7, 'the cost is 2×2, not one number. Reduce it with sum'],
  'defined-twice.gradient.yaml': ['syntax', 5, 8, 'a is defined twice under let.'],
  'duplicate-key.gradient.yaml': ['syntax', 3, 3, 'Remove one of the two'],
  'empty-cost.gradient.yaml': ['syntax', 3, 1, 'cost is empty. Write the cost J as an expression'],
  'empty-parameters.gradient.yaml': ['syntax', 1, 1, 'parameters is empty.'],
  'empty.gradient.yaml': ['syntax', 1, 1, 'the file is empty. Write parameters, cost and gradients.'],
  'endless.gradient.yaml': ['timeout', 5, 7, 'It did not end within 2 s.'],
  'forbidden-function.gradient.yaml': ['syntax', 3, 7, 'evaluate is not available here.'],
  'gradient-empty.gradient.yaml': ['syntax', 7, 3, 'theta has no expression. Write one after the colon.'],
  'gradient-for-nothing.gradient.yaml': [
    'syntax',
    8,
    3,
    'a gradient for tetha, but no parameter of that name.',
  ],
  'gradient-missing.gradient.yaml': ['syntax', 7, 1, 'there is no gradient for phi. Write phi: expression'],
  'mathjs-syntax-in-a-block.gradient.yaml': [
    'syntax',
    6,
    13,
    'the cost cannot be read: parenthesis ) expected.',
  ],
  'mathjs-syntax.gradient.yaml': ['syntax', 7, 14, 'the gradient of theta cannot be read: value expected.'],
  'maximum-with-zero.gradient.yaml': [
    'exception',
    3,
    7,
    'for max(x, 0) of each component write x .* (x > 0).',
  ],
  'misspelt.gradient.yaml': ['syntax', 5, 14, 'thetta is not defined. Write theta, or define'],
  'no-cost.gradient.yaml': ['syntax', 1, 1, 'the part cost is missing. Write the cost J'],
  'no-gradients.gradient.yaml': ['syntax', 1, 1, 'the part gradients is missing.'],
  'no-parameters.gradient.yaml': ['syntax', 1, 1, 'the part parameters is missing.'],
  'not-a-function.gradient.yaml': ['syntax', 3, 7, 'To multiply, write theta * (...).'],
  'not-a-mapping.gradient.yaml': ['syntax', 1, 1, 'the file is not a mapping.'],
  'not-finite.gradient.yaml': ['syntax', 2, 10, 'the parameter theta holds NaN. Write a finite number.'],
  'numpy-transpose.gradient.yaml': ['syntax', 3, 16, "The transpose of X is written X'."],
  'only-a-comment.gradient.yaml': ['syntax', 1, 1, 'the file is empty.'],
  'parameter-defined-again.gradient.yaml': ['syntax', 4, 10, 'theta is a parameter as well.'],
  'power-of-a-matrix.gradient.yaml': [
    'exception',
    3,
    7,
    'A power of each component is written .^ instead of ^.',
  ],
  'ragged-data.gradient.yaml': [
    'syntax',
    4,
    15,
    'X is ragged: entry 2 is 3 numbers, the first is 2 numbers.',
  ],
  'ragged.gradient.yaml': ['syntax', 5, 7, 'the parameter W is ragged: entry 2 is one number'],
  'reserved-name.gradient.yaml': ['syntax', 3, 3, 'mod has a meaning of its own in expressions.'],
  'several-expressions.gradient.yaml': ['syntax', 3, 12, 'several expressions stand here.'],
  'shapes-do-not-match.gradient.yaml': ['exception', 5, 6, 'Here W is 1×3, X is 2×2. Change the shapes'],
  'text-for-a-number.gradient.yaml': ['syntax', 2, 10, 'holds the text "one" where a number belongs.'],
  'text-in-a-matrix.gradient.yaml': ['syntax', 4, 11, 'the parameter W holds the text "four"'],
  'undefined-symbol.gradient.yaml': ['syntax', 6, 7, 'lambda is not defined. Define it under let'],
  'unit-is-no-name.gradient.yaml': ['syntax', 3, 19, 'm is not defined.'],
  'unknown-function.gradient.yaml': ['syntax', 3, 7, 'ln is not defined. The natural logarithm is log.'],
  'unknown-key.gradient.yaml': ['syntax', 3, 1, 'layers is not a part of an expression model.'],
  'unavailable-operator.gradient.yaml': ['syntax', 3, 13, 'the operator | is not available here.'],
  'used-before-defined.gradient.yaml': [
    'syntax',
    4,
    11,
    'Z is used before it is defined. Move its definition up',
  ],
};

describe('expression models that cannot be checked', function () {
  this.timeout(10_000);

  it('have an expectation for each fixture', () => {
    assert.deepEqual(readdirSync(fixtures).sort(), Object.keys(expected).sort());
  });

  for (const [name, [kind, line, column, sentence]] of Object.entries(expected)) {
    it(`${name}: ${sentence}`, async () => {
      const failure = await failureOf(name);
      assert.deepEqual([failure.kind, failure.line, failure.column], [kind, line, column], failure.message);
      assert.ok(failure.message.includes(sentence), failure.message);
      assert.ok(failure.file?.endsWith(name));
    });
  }
});

async function failureOf(name: string): Promise<HostFailure> {
  const session = new Session();
  try {
    await session.load(readRequest(fixtures, name, { evaluationTimeout: 2 }));
    await session.run(setup);
    await session.bind(contractPlan([]));
  } catch (error) {
    return session.failure(error);
  }
  throw new Error(`${name} was accepted.`);
}
