import Ajv from 'ajv';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Place } from '../../../src/core/place';
import type { CheckReport, Report, TensorReport } from '../../../src/protocol/report';
import { columns, pageWidth } from '../../../src/report/layout';
import { reportToJson } from '../../../src/report/json';
import { reportToMarkdown } from '../../../src/report/markdown';
import { reportToText } from '../../../src/report/text';
import { root } from '../workflow/checking';
import { settings } from './fuzz';

const verdict = fc.constantFrom('correct', 'suspicious', 'wrong', 'inconclusive' as const);
const number = fc.oneof(fc.double(), fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 5e-324, 1e308, -3));
const natural = fc.oneof(fc.nat(12), fc.nat(), fc.constantFrom(0, 1, 999_999_999_999));
const line = fc.integer({ min: 1, max: 100_000 });
/** What Python and JavaScript allow as names and keys, and what reports say of them. */
const text = fc.oneof(
  fc.constantFrom(
    'W1',
    'db',
    'θ',
    'layers[0].W',
    'grads["d|W"]',
    'a_b*',
    '`x`',
    '<b>',
    '权重',
    '😀',
    '\\',
    '',
  ),
  fc.constantFrom(
    'a\nb',
    'a\r\nb',
    'tab\there',
    ' ',
    '$&',
    '__proto__',
    'arrays',
    'interval',
    'x'.repeat(300),
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }).filter((some) => !/undefined|NaN|object/.test(some)),
);
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** Without the keys that are undefined, as reports have them. */
function made<Model>(model: { readonly [Key in keyof Model]: fc.Arbitrary<unknown> }): fc.Arbitrary<Model> {
  return fc
    .record(model as Record<string, fc.Arbitrary<unknown>>)
    .map((record) =>
      Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)),
    ) as fc.Arbitrary<Model>;
}

const place = fc.option(
  made<Place>({
    file: text,
    line,
    column: line,
    endLine: line,
    endColumn: line,
    function: text,
    cell: optional(line),
  }),
);
const shape = fc.array(fc.nat(9), { maxLength: 4 });
const component = made<object>({ index: shape, computed: number, numerical: number });
const tensor = made<TensorReport>({
  name: text,
  gradientName: text,
  shape,
  verdict,
  reason: text,
  relativeDifference: number,
  interval: made<object>({ low: number, high: number }),
  resolution: number,
  step: number,
  stepSweep: fc.option(
    made<object>({
      steps: fc.array(number, { maxLength: 3 }),
      curves: fc.array(
        made<object>({
          scheme: fc.constantFrom('central', 'forward', 'richardson', 'complex'),
          errors: fc.array(number, { maxLength: 3 }),
        }),
        { maxLength: 4 },
      ),
      reference: number,
      referenceError: number,
      rounding: fc.array(number, { maxLength: 3 }),
      chosen: number,
    }),
  ),
  coverage: fc.option(
    made<object>({
      checked: fc.array(natural, { maxLength: 5 }),
      blocks: fc.array(
        made<object>({
          from: shape,
          to: shape,
          low: number,
          high: number,
          finding: fc.constantFrom('agrees', 'disagrees', 'unresolved'),
        }),
        { maxLength: 5 },
      ),
      dense: fc.boolean(),
      complete: fc.boolean(),
      relativeDifference: made<object>({ low: number, high: number }),
    }),
  ),
  kinks: natural,
  location: place,
  expected: fc.option(text),
  mismatched: made<object>({
    count: natural,
    exact: fc.boolean(),
    components: fc.array(component, { maxLength: 8 }),
  }),
  factor: fc.option(number),
  symbolic: optional(made<object>({ expression: text, value: number })),
  arrays: fc.constantFrom(null, {
    computed: new Float64Array([1, NaN]),
    numerical: new Float64Array([1, 2]),
    kinkIndices: [1],
  }),
});
const check = made<CheckReport>({
  subject: fc.oneof(fc.constant('model'), text),
  at: fc.oneof(
    fc.constant({ kind: 'start' }),
    made<object>({
      kind: fc.constant('trained'),
      steps: natural,
      learningRate: number,
      costBefore: number,
      costAfter: number,
    }),
    made<object>({ kind: fc.constant('scaled'), factor: number }),
  ),
  verdict,
  expected: fc.boolean(),
  reason: text.map((some) => `${some}.`),
  relativeDifference: number,
  parameterCount: natural,
  method: fc.constantFrom('exhaustive', 'adaptive'),
  scheme: fc.constantFrom('central', 'forward', 'richardson', 'complex'),
  evaluations: natural,
  seconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
  noise: number,
  cost: number,
  tensors: fc.array(tensor, { maxLength: 5 }),
  diagnoses: fc.array(
    made<object>({
      tensor: fc.option(text),
      kind: fc.constantFrom('scale', 'sign', 'normalization', 'zero', 'unexplained'),
      factor: fc.option(number),
      explanation: text,
      location: place,
    }),
    { maxLength: 2 },
  ),
});
const lineOrNone = fc.option(line);
const report = made<Report>({
  schemaVersion: fc.constant(1),
  tool: fc.constant({ name: 'gradient-lens', version: '1.2.3' }),
  file: fc.oneof(fc.constantFrom('/home/ada/model.py', 'C:\\Übung 3\\model.py', ''), text),
  verdict,
  seed: fc.integer(),
  binding: fc.array(
    made<object>({
      role: text,
      name: text,
      line: lineOrNone,
      how: text,
      subject: optional(text),
      file: optional(text),
      cell: optional(line),
    }),
    { maxLength: 6 },
  ),
  readings: fc.array(text, { maxLength: 4 }),
  checks: fc.array(check, { minLength: 1, maxLength: 4 }),
  warnings: fc.array(made<object>({ code: text, message: text, line: lineOrNone, cell: optional(line) }), {
    maxLength: 3,
  }),
});

describe('fuzzing the writers of reports', function () {
  this.timeout(60_000);

  it('writes JSON that its schema accepts, whatever the numbers and names', () => {
    const schema = readFileSync(path.join(root, 'schemas', 'check.schema.json'), 'utf8');
    const validate = new Ajv().compile(JSON.parse(schema) as object);
    fc.assert(
      fc.property(report, (some) => {
        const read = JSON.parse(reportToJson(some)) as { readonly checks: readonly object[] };
        assert.ok(validate(read), JSON.stringify(validate.errors));
        assert.equal(read.checks.length, some.checks.length);
      }),
      settings(500),
    );
  });

  it('writes text of at most 80 columns that has a word for every value', () => {
    fc.assert(
      fc.property(report, (some) => {
        const written = reportToText(some);
        assert.doesNotMatch(written, /undefined|NaN|\[object/);
        assert.match(written, /^[✓▲✗?] .*\n$/su);
        assert.doesNotMatch(written, /\r|\t/);
        for (const one of written.split('\n'))
          assert.ok(columns(one) <= pageWidth || /\S{40}/.test(one), one);
      }),
      settings(500),
    );
  });

  it('writes Markdown whose tables keep their columns', () => {
    fc.assert(
      fc.property(report, (some) => {
        const written = reportToMarkdown(some);
        assert.doesNotMatch(written, /undefined|NaN|\[object/);
        let wanted = 0;
        for (const one of written.split('\n')) {
          const cells = one.startsWith('|') ? one.split(/(?<!\\)(?:\\\\)*\|/).length : 0;
          if (wanted > 0 && cells > 0) assert.equal(cells, wanted, one);
          wanted = cells;
        }
      }),
      settings(500),
    );
  });
});
