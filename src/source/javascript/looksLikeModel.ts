/** Bundles and data are no models that people write. */
const longestText = 200_000;

const gradientWords = /back_?prop|backward|bprop|grads?\b|gradients?\b|gradientLens/i;
const costWords = /loss|cost|forward|predict|objective|propagat|gradientLens/i;

/**
 * Whether a JavaScript file, most of which have nothing to do with networks, is worth parsing. So cheap that it can be
 * asked of every file that is opened; it errs on the side of yes.
 */
export function mayBeModel(text: string): boolean {
  return text.length <= longestText && gradientWords.test(text) && costWords.test(text);
}
