import Ajv from 'ajv';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { reportToJson } from '../../../src/report/json';
import { reportToMarkdown } from '../../../src/report/markdown';
import { reportToText } from '../../../src/report/text';
import { columns, pageWidth } from '../../../src/report/layout';
import type { CheckProgress } from '../../../src/protocol/panels';
import { check, fixtures, report, root } from './checking';

const cubic = path.join(root, 'examples', 'expressions', 'cubic.gradient.yaml');
const wrongNetwork = path.join(root, 'examples', 'expressions', 'two-layer-wrong.gradient.yaml');

describe('checking a model', function () {
  this.timeout(60_000);

  it('gives the textbook’s 3.0301 and 3.0001 for θ³ at 1 with ε = 0.01', async () => {
    for (const [scheme, expected] of [
      ['forward', '3.0301'],
      ['central', '3.0001'],
    ] as const) {
      const found = await report(cubic, { step: 0.01, scheme });
      assert.equal(
        found.checks[0]!.tensors[0]!.arrays!.numerical[0]!.toFixed(8),
        Number(expected).toFixed(8),
      );
    }
  });

  it('writes JSON that its schema accepts, without whole tensors, and the same again but for the time', async () => {
    const schema = JSON.parse(
      readFileSync(path.join(root, 'schemas', 'check.schema.json'), 'utf8'),
    ) as object;
    const validate = new Ajv().compile(schema);
    const texts: string[] = [];
    for (let run = 0; run < 2; run++) {
      const text = reportToJson(await report(wrongNetwork));
      assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
      assert.doesNotMatch(text, /arrays/);
      texts.push(text.replace(/"seconds": [\d.e-]+/, ''));
    }
    assert.equal(texts[0], texts[1]);
  });

  it('writes text of at most 80 columns and a Markdown table', async () => {
    const found = await report(wrongNetwork);
    for (const line of reportToText(found).split('\n')) assert.ok(columns(line) <= pageWidth, line);
    assert.match(reportToText(found), /^✗ 2 of 4 gradients are wrong\./);
    assert.match(reportToMarkdown(found), /\| dW1 \| 3 × 2 \| ✗ wrong \|/);
  });

  it('checks one tensor alone, and names the others when there is none of that name', async () => {
    const one = await report(wrongNetwork, { tensor: 'W2' });
    assert.deepEqual(
      one.checks[0]!.tensors.map(({ name }) => name),
      ['W2'],
    );
    assert.equal(one.verdict, 'correct');
    const byGradient = await report(wrongNetwork, { tensor: 'dW2' });
    assert.equal(byGradient.checks[0]!.tensors[0]!.name, 'W2');
    const none = await check(wrongNetwork, { tensor: 'W9' });
    assert.ok(none.kind === 'problem');
    assert.match(none.problem.message, /no tensor named W9.*W1, b1, W2, b2/);
  });

  it('cannot tell anything of a cost that reads none of the parameters', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gradient-lens-'));
    const file = path.join(folder, 'copies.gradient.yaml');
    writeFileSync(file, 'parameters: { w: [1, 2] }\nlet: { x: [3, 4] }\ncost: sum(x)\ngradients: { w: x }\n');
    const found = await report(file);
    rmSync(folder, { recursive: true });
    assert.equal(found.verdict, 'inconclusive');
    assert.match(found.checks[0]!.reason, /live arrays/);
  });

  it('shows progress that counts up to the number of components', async () => {
    const seen: CheckProgress[] = [];
    await check(wrongNetwork, {}, { onProgress: (progress) => seen.push(progress) });
    const last = seen.filter(({ total }) => total !== null).at(-1)!;
    assert.deepEqual([last.done, last.total], [13, 13]);
    assert.deepEqual(
      last.tensors.map(({ name }) => name),
      ['W1', 'b1', 'W2', 'b2'],
    );
  });

  it('is cancelled within a second, whatever the model is doing', async () => {
    for (const file of ['slow_model.py', 'loop_while_loading.py', 'loop_in_cost.py']) {
      const cancel = new AbortController();
      const outcome = check(path.join(fixtures, 'bad', file), {}, { signal: cancel.signal });
      await delay(1500);
      const asked = performance.now();
      cancel.abort();
      assert.equal((await outcome).kind, 'cancelled', file);
      assert.ok(performance.now() - asked < 1000, file);
    }
  });

  it('was cancelled before it began', async () => {
    const outcome = await check(cubic, {}, { signal: AbortSignal.abort() });
    assert.equal(outcome.kind, 'cancelled');
  });

  it('refuses a file of another language by naming those it knows', async () => {
    const outcome = await check(path.join(root, 'LICENSE'));
    assert.ok(outcome.kind === 'problem');
    assert.match(outcome.problem.message, /Python.*expression models/);
  });
});
