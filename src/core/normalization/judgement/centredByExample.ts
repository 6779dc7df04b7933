import type { ExampleSample } from '../sample';

/** How far the mean of an example may be from 0, in its own standard deviations. */
const tolerance = 1e-5;

/**
 * True if every example has mean 0 by itself, as after instance normalization. Then all splits have mean 0 taken as one,
 * whatever they were made of, and that tells nothing of whose statistics were used.
 */
export function centredByExample({ examples, features, values }: ExampleSample): boolean {
  if (features < 2) return false;
  let centred = 0;
  for (let example = 0; example < examples; example++) {
    const row = values.subarray(example * features, (example + 1) * features);
    let [sum, squares] = [0, 0];
    for (const value of row) {
      sum += value;
      squares += value * value;
    }
    // Missing values make no sum; an example of zeros has no scale.
    if (!Number.isFinite(sum) || squares === 0) continue;
    if (Math.abs(sum) / features > tolerance * Math.sqrt(squares / features)) return false;
    centred += 1;
  }
  return centred > 0;
}
