import assert from 'node:assert/strict';
import { inJavaScript } from '../../../src/workflow/dialect';

describe('messages of JavaScript models', () => {
  it('write values as JavaScript does', () => {
    const rest = '; the check needs one number. Return the cost as a number.';
    assert.equal(inJavaScript(`\`cost\` returned True${rest}`), `\`cost\` returned true${rest}`);
    assert.equal(inJavaScript(`\`cost\` returned False${rest}`), `\`cost\` returned false${rest}`);
    assert.equal(
      inJavaScript(`\`cost\` returned nothing (None)${rest}`),
      `\`cost\` returned nothing (undefined)${rest}`,
    );
  });
});
