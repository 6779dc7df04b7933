import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { takeAlong, takeAlongFormats, type Scaling } from '../../../../src/core/normalization/takeAlong';

const python = process.platform === 'win32' ? 'python' : 'python3';

function run(code: string): { readonly ok: boolean; readonly out: string } {
  const { status, stdout, stderr } = spawnSync(python, ['-W', 'error', '-'], {
    input: code,
    encoding: 'utf8',
  });
  return { ok: status === 0, out: status === 0 ? stdout : stderr };
}

const scaling: Scaling = {
  split: 'X_train',
  examples: 5,
  names: ['age', 'a\nb', 'flag', 'tiny', 'huge', 'none'],
  mean: Float64Array.of(0.1 + 0.2, -1 / 3, 7, 5e-324, 1.7976931348623157e308, NaN),
  variance: Float64Array.of(4, 2, 0, 1e-300, 1e21, NaN),
  orientation: 'examples-first',
};
const mu = [0.1 + 0.2, -1 / 3, 7, 5e-324, 1.7976931348623157e308, 0];
const sigma = [2, Math.SQRT2, 1, 1e-150, Math.sqrt(1e21), 1];

const many: Scaling = {
  split: 'X',
  examples: 1,
  names: null,
  mean: Float64Array.from({ length: 5000 }, (_, at) => Math.sin(at)),
  variance: Float64Array.from({ length: 5000 }, (_, at) => (at % 3 === 0 ? 0 : at)),
  orientation: 'features-first',
};

describe('μ and σ to take along', () => {
  it('are numpy arrays with every digit', function () {
    if (!run('import numpy').ok) return this.skip();
    const show = 'import json; print(json.dumps([mu.tolist(), sigma.tolist(), mu.shape, str(sigma.dtype)]))';
    const { ok, out } = run(takeAlong(scaling, 'numpy') + show);
    assert.ok(ok, out);
    assert.deepEqual(JSON.parse(out), [mu, sigma, [6], 'float64']);
  });

  it('are columns for data with the features first', function () {
    if (!run('import numpy').ok) return this.skip();
    const { ok, out } = run(
      `${takeAlong(many, 'numpy')}print(mu.shape, sigma.shape, sigma.min(), float(mu[4999, 0]))`,
    );
    assert.ok(ok, out);
    assert.equal(out.trim(), `(5000, 1) (5000, 1) 1.0 ${Math.sin(4999)}`);
  });

  it('are whole numbers as float64, too', function () {
    if (!run('import numpy').ok) return this.skip();
    const whole = { ...scaling, names: null, mean: Float64Array.of(3), variance: Float64Array.of(4) };
    const { out } = run(`${takeAlong(whole, 'numpy')}print(mu.dtype, sigma.dtype, sigma[0])`);
    assert.equal(out.trim(), 'float64 float64 2.0');
  });

  it('say in a comment which features are constant', () => {
    const text = takeAlong(scaling, 'numpy');
    assert.match(text, /^# flag, none are constant: their sigma is 1 instead of 0\.$/m);
    assert.match(takeAlong(many, 'numpy'), /^# feature 1, feature 4, .* and 1657 more are constant/m);
    const none = { ...scaling, mean: Float64Array.of(1), variance: Float64Array.of(1), names: null };
    for (const format of takeAlongFormats) assert.doesNotMatch(takeAlong(none, format), /are constant/);
  });

  it('stay comments whatever a feature or split is called', function () {
    if (!run('import numpy').ok) return this.skip();
    const odd = '\r\nraise SystemExit(3)\u2028#';
    const { ok, out } = run(
      takeAlong({ ...scaling, split: odd, names: scaling.names!.map(() => odd) }, 'numpy'),
    );
    assert.ok(ok, out);
  });

  it('are JSON', () => {
    assert.deepEqual(JSON.parse(takeAlong(scaling, 'json')), {
      split: 'X_train',
      examples: 5,
      orientation: 'examples-first',
      features: scaling.names,
      mu,
      sigma,
      constant_features: [2, 5],
    });
    const long = JSON.parse(takeAlong(many, 'json')) as Record<string, unknown>;
    assert.deepEqual(long['mu'], [...many.mean]);
    assert.ok(!('features' in long));
  });

  it('are what a StandardScaler learns itself', function () {
    if (!run('import sklearn').ok) return this.skip();
    const data = 'X = np.array([[1., 10., 4.], [2., 30., 4.], [6., 80., 4.]])\n';
    const code = `${takeAlong(
      {
        ...scaling,
        examples: 3,
        names: ['a', 'b', 'c'],
        mean: Float64Array.of(3, 40, 4),
        variance: Float64Array.of(14 / 3, 2600 / 3, 0),
      },
      'scikit-learn',
    )}${data}own = StandardScaler().fit(X)
assert np.allclose(scaler.transform(X), own.transform(X), rtol=1e-14)
for name in ('mean_', 'var_', 'scale_', 'n_features_in_', 'n_samples_seen_'):
    assert np.allclose(getattr(scaler, name), getattr(own, name), rtol=1e-14), name
scaler.partial_fit(X)
print('same')`;
    const { ok, out } = run(code);
    assert.ok(ok, out);
    assert.equal(out.trim(), 'same');
  });

  it('have the attributes of a fitted StandardScaler', function () {
    if (!run('import numpy').ok) return this.skip();
    const stand = `
import sys, types
module = types.ModuleType('sklearn.preprocessing')
class StandardScaler: pass
module.StandardScaler = StandardScaler
sys.modules['sklearn'] = types.ModuleType('sklearn')
sys.modules['sklearn.preprocessing'] = module
`;
    const show = `import json
print(json.dumps({k: v.tolist() if hasattr(v, 'tolist') else v for k, v in vars(scaler).items()}))`;
    const { ok, out } = run(stand + takeAlong(scaling, 'scikit-learn') + show);
    assert.ok(ok, out);
    assert.deepEqual(JSON.parse(out), {
      mean_: mu,
      var_: [4, 2, 0, 1e-300, 1e21, 0],
      scale_: sigma,
      n_features_in_: 6,
      n_samples_seen_: 5,
    });
  });
});
