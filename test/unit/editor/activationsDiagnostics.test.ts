import assert from 'node:assert/strict';
import { activationDiagnostics } from '../../../src/editor/activations/activationDiagnostics';
import { english } from '../../../src/environment/translate';
import type { ActivationReport } from '../../../src/protocol/activations';
import {
  afterRun,
  array,
  auditOf,
  layer,
  placeAt,
  reportOf,
  uri,
  weights,
  type Observed,
} from './activationReports';

const modelsOf = ({ results }: Observed) => activationDiagnostics(results, results.get(uri)!, english);
const models = (report: ActivationReport) => modelsOf(afterRun(report));
const lines = (report: ActivationReport) => models(report).map(({ place }) => place.line);

const infinite = {
  kind: 'infinity',
  count: 512,
  of: 32_000,
  name: 'Z76',
  place: placeAt(12),
  layer: 76,
  backward: false,
} as const;

/** The layer that holds them. */
const infiniteLayers = [layer(76, { preActivation: array('Z76', 12, NaN, { infinite: 512 }) })];

/** Layers whose weights are made on these lines. */
const layersAt = (...places: readonly (number | null)[]) =>
  places.map((line, i) => layer(i + 1, { weights: weights(`W${i + 1}`, line) }));

describe('problems of a run', () => {
  it('name the line that first made a value that is not finite', () => {
    const [problem, ...others] = models(reportOf({ layers: infiniteLayers, nonFinite: infinite }));
    assert.deepEqual(others, []);
    assert.equal(problem!.severity, 'error');
    assert.equal(problem!.place.line, 12);
    assert.equal(problem!.document, uri);
    assert.equal(
      problem!.message,
      '512 of 32\u202f000 values of Z76 are infinite in layer 76; nothing before it is.',
    );
    const backward = { ...infinite, kind: 'nan', backward: true } as const;
    assert.match(
      models(reportOf({ layers: [], nonFinite: backward }))[0]!.message,
      /are NaN in the backward pass of layer 76; /,
    );
  });

  it('are no errors where an infinity does not reach any activation', () => {
    const [problem] = models(reportOf({ layers: [], nonFinite: infinite }));
    assert.equal(problem!.severity, 'information');
  });

  it('are none where no line is known', () => {
    const nonFinite = { ...infinite, place: null };
    const audit = auditOf([{ layer: 1 }]);
    assert.deepEqual(models(reportOf({ layers: layersAt(null), nonFinite, audit })), []);
  });

  it('name the lines that make weights of another scheme than their activation asks for', () => {
    const agrees = [{ scheme: 'he', expected: 0.18, ratio: 1, agrees: true }] as const;
    const audit = auditOf([
      { layer: 1 },
      { layer: 2, ratios: agrees },
      { layer: 3, fitting: null },
      { layer: 4 },
    ]);
    const found = models(reportOf({ layers: layersAt(20, 21, 22, 23), audit }));
    assert.deepEqual(
      found.map(({ place, severity, message }) => [place.line, severity, message]),
      [
        [20, 'warning', audit.sentence],
        [23, 'warning', audit.sentence],
      ],
    );
  });

  it('are none for weights that fit well enough', () => {
    const audit = auditOf([{ layer: 1 }], { mismatched: false, sentence: '' });
    assert.deepEqual(lines(reportOf({ layers: layersAt(20), audit })), []);
  });

  it('are one for a line that makes all weights', () => {
    const audit = auditOf([1, 2, 3].map((number) => ({ layer: number })));
    assert.deepEqual(lines(reportOf({ layers: layersAt(20, 20, 20), audit })), [20]);
  });

  it('name hidden weights whose units stay alike; the last layer may start at zero', () => {
    const zero = { trouble: 'zero' } as const;
    const audit = auditOf([{ layer: 1, ...zero }, { layer: 2 }, { layer: 3, ...zero }]);
    const found = models(reportOf({ layers: layersAt(20, 21, 22), audit }));
    assert.deepEqual(
      found.map(({ place }) => place.line),
      [20],
    );
    assert.match(found[0]!.message, /^W1 is zero: all units of layer 1 compute the same/);
    const symmetric = auditOf([{ layer: 1, trouble: 'symmetric' }, { layer: 2 }]);
    assert.match(
      models(reportOf({ layers: layersAt(20, 21), audit: symmetric }))[0]!.message,
      /^The units of layer 1 start alike in W1/,
    );
  });

  it('tell scale that is lost where it begins, unless the weights are told to be why', () => {
    const layers = [1, 2, 3].map((number) =>
      layer(number, { preActivation: array(`Z${number}`, 10 + number, 1) }),
    );
    const sentence = 'Activations explode: 3.0 × per layer.';
    const lost = {
      ...reportOf({ layers, forward: { firstBad: 2, verdict: 'exploding' } }),
      verdict: 'wrong' as const,
      sentence,
    };
    const told = models(lost).map(({ place, severity, message }) => [place.line, severity, message]);
    assert.deepEqual(told, [[12, 'warning', sentence]]);
    assert.deepEqual(models({ ...lost, verdict: 'suspicious' }), []);
    const audit = auditOf([{ layer: 1 }]);
    const both = { ...reportOf({ layers: layersAt(20), audit }), verdict: 'wrong' as const };
    assert.deepEqual(lines(both), [20]);
  });

  it('are from before an edit until it is undone, and go with their line', () => {
    const observed = afterRun(reportOf({ layers: infiniteLayers, nonFinite: infinite }));
    const above = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0, text: '#\n' };
    observed.results.edited(uri, 'edited', [above]);
    const [stale] = modelsOf(observed);
    assert.equal(stale!.severity, 'information');
    assert.equal(stale!.place.line, 13);
    assert.match(stale!.message, /^Before your edit: 512 of/);
    const cut = { startLine: 12, startColumn: 0, endLine: 13, endColumn: 0, text: '' };
    observed.results.edited(uri, 'edited again', [cut]);
    assert.deepEqual(modelsOf(observed), []);
    observed.results.edited(uri, 'source', []);
    assert.equal(modelsOf(observed)[0]!.severity, 'error');
  });
});
