import { compute } from './compute';
import type { FromWorker, ToWorker } from './messages';

/** The laboratory's worker: runs the settings it is sent. A newer run ends it from outside. */

// The page's library of types has no worker's global scope.
const scope = self as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: ((event: { readonly data: ToWorker }) => void) | null;
};
scope.onmessage = ({ data }) => compute(data.settings, (message) => scope.postMessage(message));
