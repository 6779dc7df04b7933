import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { normalizationKinds } from '../../../../src/core/normalization/verdicts';
import type { NormalizationReport } from '../../../../src/protocol/normalization';
import { normalizationToJson } from '../../../../src/report/normalization/json';
import { scalingText } from '../../../../src/report/normalization/scaling';
import { normalizationToText } from '../../../../src/report/normalization/text';
import * as samples from '../../../support/normalizationReports';

const root = path.resolve(__dirname, '..', '..', '..', '..');
const schema = JSON.parse(
  readFileSync(path.join(root, 'schemas', 'normalization.schema.json'), 'utf8'),
) as object;
const valid = new Ajv({ strict: false, allErrors: true }).compile(schema);

/** The JSON of a report, which must be as the schema says. */
function parsed(report: NormalizationReport) {
  const value = JSON.parse(normalizationToJson(report)) as unknown;
  assert.ok(valid(value), JSON.stringify(valid.errors?.slice(0, 3)));
  return value as {
    splits: { statistics: { mean: unknown[]; quantiles: unknown[][]; histogram: { counts: unknown[][] } } }[];
    overall: { counts: Record<string, number> };
    featureKinds: string[];
    sample?: unknown;
  };
}

const all: Readonly<Record<string, NormalizationReport>> = {
  own: samples.own,
  raw: samples.raw,
  table: samples.table,
  wide: samples.wide(1500),
};

describe('writers of normalization reports', () => {
  for (const [name, report] of Object.entries(all)) {
    it(`${name}: JSON as its schema says, text of at most 80 columns with the answer first`, () => {
      const json = parsed(report);
      assert.equal(json.sample, undefined);
      assert.deepEqual(
        json.featureKinds,
        Array.from(report.featureKinds, (kind) => normalizationKinds[kind]),
      );
      const text = normalizationToText(report);
      assert.ok(text.slice(2).startsWith(report.sentence.slice(0, 30)), text);
      for (const line of text.split('\n')) assert.ok([...line].length <= 80, line);
      assert.ok(!/NaN|undefined|Infinity/.test(text), text);
    });
  }

  it('numbers keep their digits, what is not finite is text, and lists are on one line', () => {
    const [split] = parsed(samples.table).splits;
    const { mean, minimum } = samples.table.splits[0]!.statistics;
    assert.deepEqual(
      split!.statistics.mean,
      Array.from(mean, (value) => (Number.isFinite(value) ? value : String(value))),
    );
    assert.ok(split!.statistics.mean.includes('NaN') && Number.isNaN(minimum[7]));
    const lines = normalizationToJson(samples.table).split('\n');
    assert.equal(lines.filter((line) => line.includes('"mean": [')).length, 1);
    assert.ok(lines.find((line) => line.includes('"mean": ['))!.endsWith('],'));
  });

  it('histograms and quantiles by feature; no histograms of more than 1,000 features', () => {
    const { statistics } = parsed(samples.raw).splits[0]!;
    assert.equal(statistics.quantiles.length, 8);
    assert.ok(statistics.histogram.counts.every((counts) => counts.length === 24));
    assert.equal(parsed(all['wide']!).splits[0]!.statistics.histogram, null);
  });

  it('text: the evidence, the line, the cost, the features that differ, and the notes', () => {
    const own = normalizationToText(samples.own);
    assert.match(own, /^✗ `X_test` was normalized with its own/);
    assert.match(own, /, line 21\./);
    assert.match(own, /split +normalized by +training +own +pooled/);
    assert.match(own, /X_test +its own/);
    assert.match(own, /as they are .*\n +normalized /);
    const raw = normalizationToText(samples.raw);
    assert.match(raw, /X_test differs from X_train in/);
    assert.doesNotMatch(raw, /Whose statistics/);
    assert.match(raw, /207/);
    assert.match(normalizationToText(all['wide']!), /and 1\u202f490 more/);
  });

  it('μ and σ of the training split, before normalization where the file has that', () => {
    const first = samples.raw.splits[0]!;
    assert.match(scalingText(samples.raw, 'json'), new RegExp(String(first.statistics.mean[0])));
    const withRaw: NormalizationReport = {
      ...samples.own,
      splits: [
        { ...samples.own.splits[0]!, raw: { name: 'X_train_raw', statistics: first.statistics } },
        ...samples.own.splits.slice(1),
      ],
    };
    assert.match(scalingText(withRaw, 'json'), /X_train_raw/);
    assert.match(scalingText(withRaw, 'json'), new RegExp(String(first.statistics.mean[0])));
  });
});
