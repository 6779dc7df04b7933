import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bind } from '../src/core/binding/bind';
import { checkGradients, type ModelCheck } from '../src/core/gradient/check';
import type { ModelHost } from '../src/hosts/ModelHost';
import { startHost } from '../src/hosts/processHost';
import { findInterpreter } from '../src/hosts/python/interpreters';
import { pythonLaunch } from '../src/hosts/python/launch';

/**
 * What the adaptive check finds in a network of 235,146 parameters, and how many evaluations of the cost that takes:
 * `npx tsx bench/adaptive.ts [SEEDS] [ERROR ...]`. All evaluations count: those of binding, of the noise and of the step too.
 */

const root = resolve(__dirname, '..');
const file = join(root, 'bench', 'models', 'wide_softmax.py');
const text = readFileSync(file, 'utf8');
const errors = ['none', 'entry', 'ten', 'row', 'column', 'bias', 'tensor', 'transposed', 'sign'] as const;
const budget = 20_000;

interface Outcome {
  readonly seed: number;
  readonly evaluations: number;
  readonly seconds: number;
  readonly verdict: string;
  /** Wrong components that were found; those that were not; right ones that were taken for wrong. */
  readonly score: readonly [number, number, number];
  readonly dense: readonly string[];
  readonly remarks: readonly string[];
}

async function main(): Promise<void> {
  const [seeds = '5', ...chosen] = process.argv.slice(2);
  const python = await findInterpreter([root]);
  if (python === null) throw new Error('No Python interpreter was found.');
  console.log(
    [
      'error',
      'verdicts',
      'evaluations min',
      'median',
      'max',
      'found',
      'missed',
      'invented',
      'most wrong',
    ].join('\t'),
  );
  for (const error of chosen.length > 0 ? chosen : errors) {
    const outcomes: Outcome[] = [];
    for (let seed = 0; seed < Number(seeds); seed++) outcomes.push(await checkOne(python, error, seed));
    report(error, outcomes);
  }
}

function report(error: string, outcomes: readonly Outcome[]): void {
  const used = outcomes.map(({ evaluations }) => evaluations).sort((a, b) => a - b);
  const verdicts = [...new Set(outcomes.map(({ verdict }) => verdict))].join(', ');
  const total = (i: 0 | 1 | 2) => outcomes.reduce((sum, { score }) => sum + score[i], 0);
  const dense = [...new Set(outcomes.flatMap((one) => one.dense))].join(', ');
  const columns = [error, verdicts, used[0], used[Math.floor(used.length / 2)], used.at(-1)];
  console.log([...columns, total(0), total(1), total(2), dense || '–'].join('\t'));
  for (const { seed, remarks } of outcomes)
    for (const remark of remarks) console.log(`  seed ${seed}: ${remark}`);
}

async function checkOne(
  python: Parameters<typeof pythonLaunch>[0],
  error: string,
  seed: number,
): Promise<Outcome> {
  const launch = pythonLaunch(python, root, dirname(file));
  const planted = { PLANTED_ERROR: error, PLANTED_SEED: String(seed) };
  const host = startHost(
    { ...launch, environment: { ...launch.environment, ...planted, OPENBLAS_NUM_THREADS: '1' } },
    new AbortController().signal,
    (output) => process.stderr.write(output),
  );
  try {
    const inventory = await host.load({
      file,
      source: text,
      projectRoot: dirname(file),
      leaveOut: [],
      moduleName: 'wide_softmax',
      seed: 1,
      loadTimeout: 60,
      evaluationTimeout: 60,
    });
    const bound = await bind(inventory, host, { reading: null, subject: null, seed: 1, examples: 10 });
    if (!bound.ok) throw new Error(bound.problem.message);
    const { model, evaluations } = await host.bind(bound.bindings[0].plan);
    const started = performance.now();
    const check = await checkGradients(model, {
      step: 'auto',
      scheme: 'central',
      effort: { method: 'adaptive', exhaustiveSeconds: 0, budget },
      seed: 1,
      tensors: null,
      counts: { examples: 32, classes: 10 },
    });
    const seconds = (performance.now() - started) / 1000;
    const names = model.tensors.map(({ name }) => name);
    const score: [number, number, number] = [0, 0, 0];
    for (const { tensor, mismatched, coverage } of check.tensors)
      if (coverage?.dense !== true)
        (await scoreOf(host, names[tensor]!, mismatched)).forEach((count, i) => (score[i]! += count));
    const dense = check.tensors.filter(({ coverage }) => coverage?.dense).map(({ tensor }) => names[tensor]!);
    const { verdict } = check;
    return {
      seed,
      evaluations: evaluations(),
      seconds,
      verdict,
      score,
      dense,
      remarks: remarksOn(check, names, error),
    };
  } finally {
    await host.dispose();
  }
}

async function scoreOf(
  host: ModelHost,
  name: string,
  found: readonly number[],
): Promise<readonly [number, number, number]> {
  const outcome = await host.run([
    {
      slot: 'score',
      call: { from: 'module', name: 'score' },
      positional: [
        { from: 'literal', value: name },
        { from: 'literal', value: JSON.stringify(found) },
      ],
      keywords: {},
    },
  ]);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const [reply] = outcome.results;
  if (reply?.type !== 'text') throw new Error(`expected text, found ${reply?.type}`);
  return JSON.parse(reply.value) as [number, number, number];
}

/** What should not be: a right tensor that is not found correct, a wrong one that is. */
function remarksOn(check: ModelCheck, names: readonly string[], error: string): readonly string[] {
  const wrong: Readonly<Record<string, string>> = {
    none: '',
    bias: 'b1',
    tensor: 'W2',
    transposed: 'W2',
    sign: 'W3',
  };
  const expected = wrong[error] ?? 'W1';
  return check.tensors
    .filter(({ tensor, decision }) => decision.verdict !== (names[tensor] === expected ? 'wrong' : 'correct'))
    .map(
      ({ tensor, decision }) =>
        `${names[tensor]} is ${decision.verdict} (${decision.rule}), relative difference ` +
        `${decision.relativeDifference.toExponential(1)}, resolution ${decision.relativeResolution.toExponential(1)}`,
    );
}

void main();
