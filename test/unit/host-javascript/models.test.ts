import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { check, fixtures, inParallel, readIndex, report, root } from '../workflow/checking';

interface Entry {
  readonly file: string;
  readonly right: boolean;
  readonly wrongTensors: readonly string[];
  /** A line on which a wrong gradient was made. */
  readonly wrongLine: number | null;
}

const folder = path.join(fixtures, 'javascript');
const entries = readIndex<Entry>('javascript', 'index.json');

describe('JavaScript and TypeScript models', function () {
  this.timeout(120_000);
  const reports = inParallel(entries, (entry) => report(path.join(folder, entry.file)));

  entries.forEach((entry, i) => {
    const what = entry.right ? 'right' : `${entry.wrongTensors.join(', ')} wrong, line ${entry.wrongLine}`;
    it(`${entry.file}: ${what}`, async () => {
      const { verdict, checks } = await reports[i]!();
      const wrong = checks.flatMap(({ tensors }) => tensors).filter((tensor) => tensor.verdict === 'wrong');
      assert.equal(verdict, entry.right ? 'correct' : 'wrong', checks[0]!.reason);
      assert.deepEqual(
        wrong.map((tensor) => tensor.name),
        entry.wrongTensors,
      );
      if (entry.wrongLine !== null)
        assert.ok(
          wrong.some(({ location }) => location?.line === entry.wrongLine),
          JSON.stringify(wrong),
        );
    });
  });

  it('have their truth from derivatives that Gradient Lens has no part in', () => {
    const verify = path.join(folder, 'verify.mjs');
    assert.match(execFileSync(process.execPath, [verify], { encoding: 'utf8' }), /; 0 disagree/);
  });

  for (const [file, verdict] of [
    ['two-layer.ts', 'correct'],
    ['two-layer-wrong.ts', 'wrong'],
    ['logistic.mjs', 'correct'],
    ['network.ts', 'correct'],
    ['network-wrong.ts', 'wrong'],
    ['layers.mjs', 'correct'],
    ['layers-wrong.mjs', 'wrong'],
  ] as const) {
    it(`example ${file}: ${verdict}`, async () => {
      assert.equal((await report(path.join(root, 'examples', 'javascript', file))).verdict, verdict);
    });
  }

  it('give the place of a gradient in the text as it was written', async () => {
    const { checks } = await report(path.join(root, 'examples', 'javascript', 'two-layer-wrong.ts'));
    const { location } = checks[0]!.tensors.find((tensor) => tensor.name === 'W2')!;
    assert.deepEqual(
      [location?.line, location?.column, location?.endLine, location?.endColumn, location?.function],
      [59, 15, 59, 55, 'backwardPropagation'],
    );
  });
});

describe('JavaScript files that cannot be checked', function () {
  this.timeout(60_000);
  const cost = 'export const params = { w: [0.5, 0.25] };\n';
  const backward = 'export function backward(params) { return { dw: [2 * params.w[0], 0] }; }\n';
  const bad: readonly (readonly [string, string, string, number | null, RegExp])[] = [
    ['a brace is missing', 'a.js', 'const a = 1;\nfunction f( {\n', 2, /cannot be parsed/],
    ['a type is broken', 'a.ts', 'let x: number = 1;\nfunction f(a: { return a }\n', 2, /cannot be parsed/],
    ['a package is missing', 'a.cjs', '\nconst lib = require("not-there");\n', 2, /not-there/],
    ['a file is missing', 'a.ts', 'import { q } from "./nope";\nconsole.log(q);\n', 1, /no file `\.\/nope`/],
    ['it raises', 'a.mjs', '\nfunction g() { return a.b; }\ng();\n', 2, /`g`.* ReferenceError/],
    ['it exits', 'a.js', 'let x = 1;\nprocess.exit(3);\n', 2, /asked to exit/],
    ['it never ends', 'a.js', 'let n = 0;\nfor (;;) n++;\n', 2, /within 1 seconds/],
    ['it throws no Error', 'a.js', 'let n = 0;\nthrow { code: 7 };\n', null, /the value \{"code":7\}/],
    [
      'the cost is async',
      'a.mjs',
      `${cost}export async function computeCost(params) { return params.w[0] ** 2; }\n${backward}`,
      2,
      /`computeCost` returned an object of type `Promise`/,
    ],
    [
      'the cost never ends',
      'a.mjs',
      `${cost}const one = () => 1;\nexport function computeCost(params) {\n  for (;;) {\n    params.n += one();\n  }\n}\n${backward}`,
      4,
      /`computeCost` did not finish .* endless loop/,
    ],
  ];
  for (const [what, name, source, line, message] of bad) {
    it(what, async () => {
      const outcome = await check(
        path.join(folder, 'index.json'),
        { loadTimeout: 1, evaluationTimeout: 1 },
        { file: path.join(folder, name), source },
      );
      assert.ok(outcome.kind === 'problem');
      assert.match(outcome.problem.message, message);
      assert.equal(outcome.problem.line, line);
    });
  }
});
