import assert from 'node:assert/strict';
import { ownExpressions } from '../../../src/source/program/program';
import { programOf } from '../../../src/source/program/programOf';

describe('programs', () => {
  it('may hold lists of any length', () => {
    const [statement] = programOf(`x = [${'1.0, '.repeat(150_000)}]\n`, 'python');
    assert.ok([...ownExpressions(statement!)].length > 0);
  });
});
