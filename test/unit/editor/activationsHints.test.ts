import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ActivationReport } from '../../../src/protocol/activations';
import { english } from '../../../src/environment/translate';
import { hintOf, maxHintLength } from '../../../src/editor/activations/hintModel';
import { hintTooltip } from '../../../src/editor/activations/hintTooltip';
import { scaleLinesOf } from '../../../src/editor/activations/scaleLines';
import {
  afterRun,
  array,
  layer,
  loop,
  placeAt,
  relu,
  reportOf,
  uri,
  weights,
  type Observed,
} from './activationReports';

function hintsOf({ results }: Observed): readonly string[] {
  return scaleLinesOf(results, results.get(uri)!)
    .map((line) => hintOf(line, english))
    .map(({ line, text }) => `${line} ${text}`);
}

const hints = (report: ActivationReport): readonly string[] => hintsOf(afterRun(report));

/** Z on line 10 and A on line 11. */
const one = (z: Parameters<typeof array>[3] = {}, a: Parameters<typeof array>[3] = {}) =>
  layer(1, {
    preActivation: array('Z1', 10, 0.41, z),
    activation: array('A1', 11, 0.3, a),
    activationFunction: relu,
  });

describe('hints of the lines of a forward pass', () => {
  it('tell shape and RMS of what one layer makes', () => {
    assert.deepEqual(hints(reportOf({ layers: [one()] })), ['10 64×500 · RMS 0.41', '11 64×500 · RMS 0.30']);
  });

  it('tell the activation where one line makes both', () => {
    const both = layer(1, { preActivation: array('Z1', 10, 2), activation: array('A1', 10, 1) });
    assert.deepEqual(hints(reportOf({ layers: [both] })), ['10 64×500 · RMS 1.0']);
  });

  it('stand behind the last line of a statement', () => {
    const z = { ...array('Z1', 10, 2), place: placeAt(10, 12) };
    assert.deepEqual(hints(reportOf({ layers: [layer(1, { preActivation: z })] })), ['12 64×500 · RMS 2.0']);
  });

  it('tell the first and the last of the layers that a loop makes', () => {
    const scales = Array.from({ length: 150 }, (_, i) => 1.5 ** (i + 1));
    const forward = { verdict: 'exploding', perLayer: 1.5, firstBad: 13 } as const;
    assert.deepEqual(hints(loop(scales, { forward })), [
      '12 ✗ 150 layers · RMS 1.5 → 2.6 × 10²⁶',
      '13 ✗ 150 layers · RMS 0.75 → 1.3 × 10²⁶',
    ]);
    assert.deepEqual(hints(loop([1, 1]))[0], '12 2 layers · RMS 1.0 → 1.0');
  });

  it('are nothing without a report, and none for arrays without a place', () => {
    const { results } = afterRun(reportOf({ layers: [layer(1, { activation: array('A1', null, 1) })] }));
    assert.deepEqual(scaleLinesOf(results, results.get(uri)!), []);
    results.update(uri, { kind: 'cancelled' });
    assert.deepEqual(scaleLinesOf(results, results.get(uri)!), []);
  });
});

describe('marks in hints', () => {
  it('say what is not finite, and nothing about the RMS of no values', () => {
    const layers = [one({ nan: 32_000, rms: NaN }, { infinite: 12 })];
    assert.deepEqual(hints(reportOf({ layers })), [
      '10 64×500 · ✗ 32\u202f000 NaN',
      '11 64×500 · RMS 0.30 · ✗ 12 infinite',
    ]);
    const layersOfLoop = loop([1, 2, 3]).profile.network.layers.map((each) =>
      each.number < 2 ? each : { ...each, preActivation: array('Z', 12, 1e300, { nan: 3, infinite: 4 }) },
    );
    assert.equal(hints(reportOf({ layers: layersOfLoop }))[0], '12 3 layers · ✗ not finite from layer 2');
  });

  it('say where scale vanishes, from the first bad layer on', () => {
    const layers = [1, 2].map((number) =>
      layer(number, { activation: array(`A${number}`, 10 * number, 0.1 ** number) }),
    );
    const forward = { verdict: 'vanishing', firstBad: 2 } as const;
    assert.deepEqual(hints(reportOf({ layers, forward })), [
      '10 64×500 · RMS 0.10',
      '20 64×500 · RMS 0.010 · ✗ vanishes',
    ]);
  });

  it('do not accuse a function whose values keep their size', () => {
    const forward = { verdict: 'exploding', firstBad: 1 } as const;
    const of = (name: 'tanh' | 'softmax') => ({
      ...one(),
      activationFunction: { name, parameter: null, from: 'values' } as const,
    });
    for (const name of ['tanh', 'softmax'] as const) {
      const [z, a] = hints(reportOf({ layers: [of(name)], forward }));
      assert.equal(z, '10 64×500 · RMS 0.41 · ✗ explodes');
      assert.equal(a, '11 64×500 · RMS 0.30', name);
    }
  });

  it('say which share of the units is dead, at the activation', () => {
    const dead = (share: number, bad = true) =>
      reportOf({
        layers: [one()],
        health: [
          {
            layer: 1,
            rule: 'dead',
            activation: 'relu',
            share,
            units: { dead: Math.round(64 * share), of: 64 },
            bad,
          },
        ],
      });
    assert.deepEqual(hints(dead(0.62)), ['10 64×500 · RMS 0.41', '11 64×500 · RMS 0.30 · ▲ 62% dead']);
    assert.equal(hints(dead(1))[1], '11 64×500 · RMS 0.30 · ✗ 100% dead');
    assert.equal(hints(dead(0.3, false))[1], '11 64×500 · RMS 0.30');
  });

  it('name the layer of a loop with most ill units', () => {
    const saturated = (number: number, share: number) =>
      ({
        layer: number,
        rule: 'saturated',
        activation: 'tanh',
        share,
        units: null,
        bad: share > 0.5,
      }) as const;
    const health = [saturated(1, 0.2), saturated(2, 0.7), saturated(3, 0.8)];
    assert.equal(hints(loop([1, 1, 1], { health }))[1], '13 3 layers · ▲ 80% saturated in layer 3');
  });
});

describe('hints after an edit', () => {
  const insertLine = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0, text: '#\n' };

  it('follow their line, hollow, until the edit is undone', () => {
    const forward = { verdict: 'exploding', firstBad: 1 } as const;
    const observed = afterRun(reportOf({ layers: [one()], forward }));
    observed.results.edited(uri, 'edited', [insertLine]);
    assert.deepEqual(hintsOf(observed), [
      '11 ○ 64×500 · RMS 0.41 · before your edit',
      '12 ○ 64×500 · RMS 0.30 · before your edit',
    ]);
    observed.results.edited(uri, 'source', []);
    assert.equal(hintsOf(observed)[0], '10 64×500 · RMS 0.41 · ✗ explodes');
  });

  it('go with their line', () => {
    const observed = afterRun(reportOf({ layers: [one()] }));
    const cut = { startLine: 9, startColumn: 0, endLine: 10, endColumn: 0, text: '' };
    observed.results.edited(uri, 'edited', [cut]);
    assert.deepEqual(hintsOf(observed), ['10 ○ 64×500 · RMS 0.30 · before your edit']);
  });

  it('never show a mark of a text that is no longer there', () => {
    const number = fc.integer({ min: 0, max: 20 });
    const edit = fc
      .record({ startLine: number, lines: number, text: fc.constantFrom('', 'x', '\n', 'a\nb') })
      .map(({ startLine, lines, text }) => ({
        startLine,
        startColumn: 0,
        endLine: startLine + lines,
        endColumn: 0,
        text,
      }));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        const forward = { verdict: 'exploding', firstBad: 1 } as const;
        const observed = afterRun(reportOf({ layers: [one()], forward }));
        observed.results.edited(uri, 'edited', edits);
        for (const text of hintsOf(observed)) assert.match(text, /^\d+ ○ [^✗▲]* · before your edit$/);
      }),
    );
  });
});

describe('the length of a hint', () => {
  const scale = fc.oneof(
    fc.constant(NaN),
    fc.integer({ min: -300, max: 300 }).map((exponent) => 1.2345678 * 10 ** exponent),
  );
  const growth = fc.constantFrom(
    {},
    { verdict: 'exploding', firstBad: 2 } as const,
    { verdict: 'vanishing', firstBad: 1 } as const,
  );

  it('is what an editor shows by default, with all that is wrong', () => {
    fc.assert(
      fc.property(
        fc.array(scale, { minLength: 1, maxLength: 12 }),
        growth,
        fc.boolean(),
        (scales, forward, stale) => {
          const observed = afterRun(loop(scales, { forward }));
          if (stale) observed.results.edited(uri, 'edited', []);
          for (const line of scaleLinesOf(observed.results, observed.results.get(uri)!)) {
            const { text } = hintOf(line, english);
            assert.ok(text.length <= maxHintLength, text);
            const ill = line.layers.some(({ trouble }) => trouble !== null);
            if (!stale) assert.equal(text.includes('✗'), ill, text);
            else assert.match(text, /^○ /);
          }
        },
      ),
    );
  });
});

describe('the tooltip of a hint', () => {
  const tooltips = (report: ActivationReport, stale = false): readonly string[] => {
    const { results } = afterRun(report);
    if (stale) results.edited(uri, 'edited', []);
    return scaleLinesOf(results, results.get(uri)!).map((line) => hintTooltip(line, report, uri, english));
  };

  it('tells the layer: its arrays, its gradients, its weights', () => {
    const whole = {
      ...one({ zeros: 16_000 }),
      weights: weights('W1', null),
      preActivationGradient: array('dZ1', 40, 1e-5),
    };
    const [text] = tooltips(reportOf({ layers: [whole] }));
    assert.match(text!, /^\*\*Layer 1 of 1 · ReLU\*\*/);
    for (const part of ['| Z1 |', '| A1 |', '| dZ1 |', '50%', '1.00 × 10⁻⁵', 'W1: 64 × 64'])
      assert.ok(
        text!
          .replace(/&nbsp;/g, '')
          .replace(/ +/g, ' ')
          .includes(part),
        `${part} in ${text}`,
      );
    assert.match(text!, /command:gradientLens\.showActivationPanel\?%5B%22file/);
  });

  it('tells few of many layers, among them the first and last, and the first in trouble', () => {
    const forward = { verdict: 'exploding', firstBad: 13 } as const;
    const [text] = tooltips(
      loop(
        Array.from({ length: 150 }, (_, i) => 1.5 ** i),
        { forward },
      ),
    );
    const rows = text!.split('\n').filter((line) => /^\| \d/.test(line));
    assert.equal(rows.length, 6);
    assert.match(rows[0]!, /^\| 1 /);
    assert.match(rows.at(-1)!, /^\| 150 /);
    assert.ok(rows.some((row) => row.startsWith('| 13 ') && row.includes('✗ explodes')));
  });

  it('lets nothing in a name become a link, and says that it is from before an edit', () => {
    const evil = layer(1, { activation: array('[A](command:x)|', 10, 1) });
    const [text] = tooltips(reportOf({ layers: [evil] }), true);
    assert.ok(!text!.includes('[A](command:x)'));
    assert.match(text!, /^○ \*Before your edit:\*/);
  });
});
