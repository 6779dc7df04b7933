import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { columns, pageWidth } from '../../../../src/report/layout';
import { activationsToJson } from '../../../../src/report/activations/json';
import { activationsToText } from '../../../../src/report/activations/text';
import { askSweep } from '../../../../src/workflow/activations/askSweep';
import { askWhatIf } from '../../../../src/workflow/activations/askWhatIf';
import { showActivations } from '../../../../src/workflow/activations/showActivations';
import { fixtures, needNumpy, readIndex, root } from '../checking';
import { requestFor, shown } from './showing';

interface Entry {
  readonly file: string;
  /** Null where units alike leave it open which product is whose. */
  readonly layers: number | null;
  readonly verdict: string;
  readonly run: string;
}

const place = (file: string): string => path.join(fixtures, 'activations', file);
const example = (file: string): string => path.join(root, 'examples', 'activations', file);

describe('activations of networks as users write them', () => {
  before(needNumpy);

  const schema = JSON.parse(
    readFileSync(path.join(root, 'schemas', 'activations.schema.json'), 'utf8'),
  ) as object;
  const validate = new Ajv({ strict: false }).compile(schema);

  for (const entry of readIndex<Entry>('activations', 'index.json')) {
    it(`${path.basename(entry.file)}: ${entry.verdict}, ${entry.layers ?? 'some'} layers`, async () => {
      const report = await shown(place(entry.file));
      assert.equal(report.verdict, entry.verdict, report.sentence);
      assert.equal(report.run, entry.run);
      if (entry.layers !== null) assert.equal(report.profile.network.layers.length, entry.layers);
      assert.ok(validate(JSON.parse(activationsToJson(report))), JSON.stringify(validate.errors));
      const lines = activationsToText(report).split('\n');
      assert.ok(lines.every((line) => columns(line) <= pageWidth));
      assert.ok(lines.length < 60, 'long networks are cut');
    });
  }

  it('says that a model in float32 was run in float64', async () => {
    const { warnings } = await shown(place('float32.py'));
    assert.match(
      warnings.find(({ code }) => code === 'promoted')?.message ?? '',
      /^The parameters are float32;/,
    );
  });

  it('names the cell of a notebook in the sentence and in places', async () => {
    const report = await shown(place('overflow.ipynb'));
    assert.equal(report.verdict, 'wrong');
    assert.match(report.sentence, /values of Z are infinite \(layer \d+, cell 2, line 3\)/);
    assert.equal(report.profile.network.nonFinite?.place?.cell, 2);
    assert.equal(report.profile.network.layers[0]?.activationFunction?.name, 'relu');
  });

  it('takes a function from the other passes of a loop where values are too small to tell it', async () => {
    const { layers } = (await shown(place('notes_tanh.py'))).profile.network;
    assert.equal(layers.length, 10);
    assert.ok(layers.slice(0, -1).every(({ activationFunction }) => activationFunction?.name === 'tanh'));
  });

  it('says that a file without a backward pass was run forward alone, and why', async () => {
    const { warnings, profile } = await shown(place('forward_arguments.py'));
    const [first] = warnings;
    assert.match(first!.message, /^No cost with gradients was found, so `forward` alone was run\./);
    assert.match(first!.message, /`backward` raised NotImplementedError/);
    assert.ok(profile.network.layers.every(({ preActivationGradient }) => preActivationGradient === null));
  });

  it('shows the gradients that layers of the module keep to themselves', async () => {
    const { layers } = (await shown(place('layer_objects.py'))).profile.network;
    assert.deepEqual(
      layers.map(({ weights }) => weights?.name),
      ['layers[0].W', 'layers[2].W', 'layers[4].W', 'layers[6].W'],
    );
    assert.ok(layers.every(({ preActivationGradient }) => preActivationGradient !== null));
  });

  it('gives lists of lists to a forward pass with an example in each row', async () => {
    const { input, layers } = (await shown(place('forward.mjs'))).profile.network;
    assert.deepEqual(input?.shape, [10, 6]);
    assert.ok(layers.every(({ preActivation }) => preActivation?.shape[0] === 10));
  });

  it('runs a network with its own sizes, not with those of a check', async () => {
    const { input, layers } = (await shown(place('forward_class.py'))).profile.network;
    assert.deepEqual(
      [input!.shape[1], ...layers.map(({ weights }) => weights!.fanOut)],
      [8, 64, 64, 64, 64, 3],
    );
  });

  for (const [file, widths] of [
    ['main_function.py', [12, 32, 32, 32, 16, 2]],
    ['main_function.mjs', [12, 48, 24, 24, 2]],
  ] as const)
    it(`builds a network as \`main\` does: ${file}`, async () => {
      const { profile, warnings } = await shown(place(file));
      const { input, layers } = profile.network;
      const features = input!.shape[input!.examplesAxis === 0 ? 1 : 0];
      assert.deepEqual([features, ...layers.map(({ weights }) => weights!.fanOut)], widths);
      const { message, line } = warnings.find(({ code }) => code === 'made-sizes')!;
      assert.match(message, /^The network was built as in line \d+: \w+\(sizes = \[12, [^\]]*\].*\)\.$/);
      assert.ok(message.includes(`line ${line}:`));
      // The forward pass is run again before the backward pass, and its weights are square: ∂J/∂Z is no activation.
      const gradients = layers.map(({ preActivationGradient }) => preActivationGradient!.name);
      assert.deepEqual([...new Set(gradients)], [file.endsWith('py') ? 'dZ' : 'delta']);
    });

  it('names a layer whose units are all dead', async () => {
    const { sentence, profile } = await shown(place('dead_first.py'));
    assert.match(sentence, /^All 30 units of layer 1 are dead/);
    assert.equal(profile.network.layers[0]!.activationFunction?.name, 'relu');
  });

  it('says what is missing where layers have no network', async () => {
    const outcome = await showActivations(await requestFor(place('layers_only.py')));
    assert.ok(outcome.kind === 'problem');
    assert.match(outcome.problem.message, /no network that joins them/);
  });

  it('keeps the scale with Xavier’s initialization where the present one makes it vanish', async () => {
    const request = await requestFor(example('vanishing.py'));
    const whatIf = await askWhatIf(request, { kind: 'scheme', scheme: 'xavier', factor: 1 });
    assert.equal(whatIf?.profile?.verdict, 'correct');
    assert.match(whatIf.code, /W/);
  });

  it('grows by the factor of the identity', async () => {
    const whatIf = await askWhatIf(await requestFor(place('identity.py')), { kind: 'identity', factor: 0.5 });
    assert.ok(Math.abs(whatIf!.profile!.forward.perLayer - 0.5) < 1e-12);
  });

  it('sweeps a factor: the scale grows with it', async () => {
    const sweep = await askSweep(await requestFor(place('identity.py')), 'present');
    const growth = sweep!.points.map(({ factor, forwardGrowth }) => forwardGrowth / factor);
    assert.ok(growth.length >= 9 && growth.every((g) => Math.abs(g - 1) < 1e-9));
  });

  it('stops when it is cancelled', async () => {
    const cancel = new AbortController();
    cancel.abort();
    const request = await requestFor(place('identity.py'), cancel.signal);
    assert.equal((await showActivations(request)).kind, 'cancelled');
    assert.equal(await askSweep(request, 'he'), null);
  });
});
