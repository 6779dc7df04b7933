/** P(X ≥ least) of a binomial distribution of `of` trials with the given probability. */
export function binomialTail(least: number, of: number, probability: number): number {
  if (least <= 0) return 1;
  if (probability <= 0) return 0;
  if (probability >= 1) return 1;
  let sum = 0;
  let logTerm = of * Math.log1p(-probability);
  const odds = Math.log(probability) - Math.log1p(-probability);
  for (let k = 0; k <= of; k++) {
    if (k >= least) sum += Math.exp(logTerm);
    logTerm += Math.log(of - k) - Math.log(k + 1) + odds;
  }
  return Math.min(1, sum);
}
