import assert from 'node:assert/strict';
import path from 'node:path';
import { reportToText } from '../../../src/report/text';
import { fixtures, needNumpy, report } from './checking';

const ambiguous = (name: string) => path.join(fixtures, 'bad', 'ambiguous', name);
const file = ambiguous('two_costs.py');
const squared = 'squared_cost → squared_backward';
const entropy = 'entropy_cost → entropy_backward';

/** The first of the two models is right; of the second, dW lacks the division by the number of examples. */
describe('a file that can be read in several ways', function () {
  this.timeout(60_000);
  before(needNumpy);

  it('is read in one of them, and the report and its text list all', async () => {
    const found = await report(file);
    assert.deepEqual(found.readings, [squared, entropy]);
    assert.equal(found.verdict, 'correct');
    assert.deepEqual(found.warnings, []);
    const text = reportToText(found).replace(/\s+/g, ' ');
    assert.ok(text.includes(`Other readings fit as well: ${entropy}.`), text);
    assert.ok(text.includes(`--reading "${entropy}"`), text);
  });

  it('is read in the one that is chosen, as listed, and no other is accused', async () => {
    const found = await report(file, { reading: entropy });
    assert.deepEqual(found.readings, [entropy, squared]);
    const wrong = found.checks[0]!.tensors.filter(({ verdict }) => verdict === 'wrong');
    assert.deepEqual(
      wrong.map(({ name, location }) => [name, location?.line]),
      [['W', 32]],
    );
    assert.deepEqual(
      found.binding.slice(0, 2).map(({ name, line }) => [name, line]),
      [
        ['entropy_cost', 24],
        ['entropy_backward', 29],
      ],
    );
    const again = await report(file, { reading: found.readings[1]! });
    assert.equal(again.verdict, 'correct');
  });

  it('is read by the function at the cursor, with the cost of its name', async () => {
    for (const [subject, label, verdict] of [
      ['squared_backward', squared, 'correct'],
      ['squared_cost', squared, 'correct'],
      ['entropy_cost', entropy, 'wrong'],
      ['entropy_backward', entropy, 'wrong'],
    ] as const) {
      const found = await report(file, { subject });
      assert.equal(found.readings[0], label);
      assert.equal(found.verdict, verdict, subject);
    }
  });

  it('says so where the wanted reading is not there, with the line of the one taken and all there are', async () => {
    const found = await report(file, { reading: 'cost → gradients' });
    assert.equal(found.verdict, 'correct');
    const [warning] = found.warnings;
    assert.equal(warning?.code, 'other-reading');
    assert.equal(warning.line, 18);
    for (const part of ['`cost → gradients`', `read as \`${squared}\``, `\`${entropy}\``])
      assert.ok(warning.message.includes(part), warning.message);
  });
});

/** The gradient of the quartic one has a factor 2 too many. */
describe('a file with two objectives', function () {
  this.timeout(60_000);
  before(needNumpy);
  const quartic = 'quartic_loss → quartic_loss_gradient';

  it('has a check for each, where the values of the file say what they take', async () => {
    const found = await report(ambiguous('two_objectives.py'));
    assert.deepEqual(
      found.checks.map(({ subject, verdict }) => [subject, verdict]),
      [
        ['model', 'correct'],
        ['quartic_loss', 'wrong'],
      ],
    );
    assert.equal(found.checks[1]!.tensors[0]!.location?.line, 24);
    assert.deepEqual(found.warnings, []);
  });

  for (const name of ['two_objectives.py', 'two_objectives_of_one_argument.py'])
    it(`${name}: checks the one at the cursor, in its cost as in its gradient`, async () => {
      for (const [subject, verdict] of [
        ['squared_loss', 'correct'],
        ['squared_loss_gradient', 'correct'],
        ['quartic_loss', 'wrong'],
        ['quartic_loss_gradient', 'wrong'],
      ] as const) {
        const found = await report(ambiguous(name), { subject });
        assert.deepEqual([found.verdict, found.checks.length], [verdict, 1], subject);
        assert.deepEqual(
          found.binding.slice(0, 2).map(({ role }) => role),
          ['cost', 'gradients'],
        );
      }
    });

  it('offers the other one as a reading, where it takes the parameters alone', async () => {
    const one = ambiguous('two_objectives_of_one_argument.py');
    const readings = (await report(one)).readings;
    assert.deepEqual([...readings].sort(), [quartic, 'squared_loss → squared_loss_gradient']);
    assert.equal((await report(one, { reading: quartic })).verdict, 'wrong');
    assert.equal((await report(one, { reading: 'squared_loss → squared_loss_gradient' })).verdict, 'correct');
  });
});
