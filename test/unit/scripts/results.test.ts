import assert from 'node:assert/strict';
import { parseJUnit } from '../../../scripts/testing/junit';
import { broken, combined, judged, summary } from '../../../scripts/testing/results';

const fine = { passed: 2, failed: [], skipped: [] };
const bad = { passed: 1, failed: [{ test: 'adds', message: '1 ≠ 2' }], skipped: [] };

describe('results of test runners', () => {
  it('are added up to one line', () => {
    assert.equal(summary(combined([fine, bad, broken('no editor')])), '3 passed, 2 failed, 0 skipped');
  });

  it('have one failure more if the runner ended badly for another reason', () => {
    assert.equal(judged(fine, { code: 0, timedOut: false }), fine);
    assert.equal(judged(bad, { code: 1, timedOut: false }), bad);
    assert.equal(judged(fine, { code: 1, timedOut: false }).failed.length, 1);
    assert.equal(judged(bad, { code: null, timedOut: true }).failed.length, 2);
    assert.equal(judged(undefined, { code: null, timedOut: false }).failed.length, 1);
  });

  it('are read from what pytest writes', () => {
    const xml = `<?xml version="1.0"?><testsuites><testsuite errors="1" tests="4">
      <testcase classname="a" name="test_ok[&gt;]" time="0.1" />
      <testcase classname="a" name="test_bad"><failure message="short">a &lt; b&#10;at line 3</failure></testcase>
      <testcase classname="a" name="test_skip"><skipped type="pytest.skip" message="no &quot;GPU&quot;">x</skipped></testcase>
      <testcase classname="a" name="test_error"><error message="broken fixture" /></testcase>
    </testsuite></testsuites>`;
    assert.deepEqual(parseJUnit(xml), {
      passed: 1,
      failed: [
        { test: 'a.test_bad', message: 'a < b\nat line 3' },
        { test: 'a.test_error', message: 'broken fixture' },
      ],
      skipped: [{ test: 'a.test_skip', message: 'no "GPU"' }],
    });
  });
});
