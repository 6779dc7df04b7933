import assert from 'node:assert/strict';
import path from 'node:path';
import { readSource } from '../../../src/cli/readSource';
import { contractSnippet, type ContractLanguage } from '../../../src/editor/contract/snippet';
import type { CheckReport } from '../../../src/protocol/report';
import { check, fixtures, needNumpy, report, root } from './checking';

/** Files whose inserted contract, left as it is written, must say the same as the names did. */
const python = [
  'two_layer.py',
  'two_layer_wrong.py',
  'two_layer_net.py',
  'two_layer_net_wrong.py',
  'script.py',
  'deep_wrong.py',
  'update.py',
  'update_wrong.py',
  'layers.py',
];
const models = [
  'planar_course.py',
  'planar_course_wrong_keepdims_axis.py',
  'global_weights.py',
  'global_weights_wrong_swapped_return.py',
  'plain_names.py',
  'softmax_regression.py',
  'weight_lists.py',
  'attribute_class_wrong_sigmoid.py',
];
const javascript = ['two-layer.ts', 'two-layer-wrong.ts', 'logistic.mjs'];

/** The snippet as it is inserted, when every stop is left as it is. */
const plain = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+:((?:\\.|[^}])*)\}/g, '$1')
    .replace(/\\([\\$}])/g, '$1')
    .replace('$0', '');

async function roundTrip(file: string, language: ContractLanguage): Promise<void> {
  const first = await report(file);
  const source = await readSource(file);
  const facts = { binding: first.binding, tensors: first.checks[0]!.tensors };
  const text = source + plain(contractSnippet(source, language, facts));
  const outcome = await check(file, {}, { source: text });
  assert.ok(
    outcome.kind === 'report',
    outcome.kind === 'problem' ? `${outcome.problem.message}\n${text.slice(source.length)}` : outcome.kind,
  );
  const second = outcome.report;
  const layer = first.checks[0]!.subject !== 'model';
  assert.match(second.readings[0]!, layer ? /→/ : /^gradient_?[lL]ens\(\)$/);
  if (layer) assert.equal(second.checks.length, 1);
  assert.equal(second.verdict, first.verdict, text.slice(source.length));
  assert.deepEqual(wrong(second.checks[0]!), wrong(first.checks[0]!));
}

function wrong({ tensors }: CheckReport): number {
  return tensors.filter(({ verdict }) => verdict === 'wrong').length;
}

describe('the inserted contract', function () {
  this.timeout(60_000);

  describe('of Python models', () => {
    before(needNumpy);
    for (const name of python)
      it(`says of ${name} what its names say`, () =>
        roundTrip(path.join(root, 'examples', 'python', name), 'python'));
    for (const name of models)
      it(`says of ${name} what its names say`, () =>
        roundTrip(path.join(fixtures, 'models', name), 'python'));
  });

  describe('of JavaScript and TypeScript models', () => {
    for (const name of javascript)
      it(`says of ${name} what its names say`, () =>
        roundTrip(
          path.join(root, 'examples', 'javascript', name),
          name.endsWith('.ts') ? 'typescript' : 'javascript',
        ));
  });
});
