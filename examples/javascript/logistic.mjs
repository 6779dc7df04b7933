/** Logistic regression on typed arrays. The bias is a plain number inside an object. */

const features = 3;
const examples = 8;

const X = Array.from({ length: examples }, (_, i) =>
  Float64Array.from({ length: features }, (_, j) => Math.sin(1 + 3 * i + 5 * j)),
);
const y = Float64Array.from({ length: examples }, (_, i) => (i % 3 === 0 ? 1 : 0));

export const params = {
  w: Float64Array.of(0.3, -0.2, 0.1),
  b: 0.05,
};

function predict(params, x) {
  let z = params.b;
  for (let j = 0; j < x.length; j++) z += params.w[j] * x[j];
  return 1 / (1 + Math.exp(-z));
}

export function computeCost(params, X, y) {
  let cost = 0;
  X.forEach((x, i) => {
    const a = predict(params, x);
    cost -= y[i] * Math.log(a) + (1 - y[i]) * Math.log(1 - a);
  });
  return cost / X.length;
}

export function computeGradients(params, X, y) {
  const dw = new Float64Array(params.w.length);
  let db = 0;
  X.forEach((x, i) => {
    const error = predict(params, x) - y[i];
    for (let j = 0; j < x.length; j++) dw[j] += (error * x[j]) / X.length;
    db += error / X.length;
  });
  return { dw, db };
}

if (process.argv[1] === import.meta.filename) {
  console.log('cost:', computeCost(params, X, y));
}
