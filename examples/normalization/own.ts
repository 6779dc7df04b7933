/** Each split with its own mean and standard deviation: wrong, on the last line. */

type Rows = number[][];

/** Made-up flats: rooms, area in m², rent in euros. */
function loadFlats(count: number): Rows {
  let state = 7;
  const next = () => (state = (state * 16807) % 2147483647) / 2147483647;
  return Array.from({ length: count }, () => {
    const rooms = 1 + Math.floor(5 * next());
    const area = 18 * rooms + 30 * next();
    return [rooms, area, 12 * area + 200 * next()];
  });
}

function mean(X: Rows): number[] {
  return X[0]!.map((_, j) => X.reduce((sum, x) => sum + x[j]!, 0) / X.length);
}

function standardDeviation(X: Rows, mu: number[]): number[] {
  return mu.map((m, j) => Math.sqrt(X.reduce((sum, x) => sum + (x[j]! - m) ** 2, 0) / X.length));
}

function standardize(X: Rows): Rows {
  const mu = mean(X);
  const sigma = standardDeviation(X, mu);
  return X.map((x) => x.map((value, j) => (value - mu[j]!) / sigma[j]!));
}

const flats = loadFlats(400);
export const XTrain = standardize(flats.slice(0, 300));
export const XTest = standardize(flats.slice(300));
