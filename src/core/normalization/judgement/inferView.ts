import type { Layout } from '../../binding/layout';
import { tableSize, type Orientation, type View, type ViewEvidence } from '../view';

export interface ViewQuestion {
  /** Shapes of the splits, the training split first. */
  readonly shapes: readonly (readonly number[])[];
  /** Shapes of their labels. */
  readonly labels: readonly (readonly number[] | null)[];
  /** What the first weights take. */
  readonly layouts: readonly Layout[];
  /** True for a text file or a table of named columns: every row is an example. */
  readonly rowsAreExamples: boolean;
}

export interface InferredView {
  readonly view: View;
  readonly evidence: ViewEvidence;
  /** The other orientation, where the array can be seen that way as well. */
  readonly otherOrientation: Orientation | null;
  /** Axes that may be those of the channels of images, as `View.channelAxis`. */
  readonly channelAxes: readonly number[];
}

/** Which axis the examples run along, and what tells it. Images are seen flattened until a channel axis is chosen. */
export function inferView(question: ViewQuestion): InferredView {
  const inferred = ofEvidence(question);
  const { shapes } = question;
  const other = inferred.otherOrientation;
  // Splits have the same features, whatever else may tell.
  if (
    other === null ||
    haveSameFeatures(shapes, inferred.view.orientation) ||
    !haveSameFeatures(shapes, other)
  )
    return inferred;
  return found(other, 'shape', shapes[0]!, true);
}

function haveSameFeatures(shapes: ViewQuestion['shapes'], orientation: Orientation): boolean {
  const counts = shapes.map((shape) => tableSize(shape, { orientation, channelAxis: null }).features);
  return counts.every((count) => count === counts[0]);
}

function ofEvidence(question: ViewQuestion): InferredView {
  const shape = question.shapes[0] ?? [];
  if (shape.length < 2) {
    return found('examples-first', question.rowsAreExamples ? 'file format' : 'shape', shape, false);
  }
  if (question.rowsAreExamples) return found('examples-first', 'file format', shape, false);
  const byLabels = unanimous(question.shapes.map((one, at) => byLabel(one, question.labels[at] ?? null)));
  if (byLabels !== null) return found(byLabels, 'labels', shape, true);
  const byWeights = shape.length === 2 ? byLayout(shape, question.layouts) : null;
  if (byWeights !== null) return found(byWeights, 'first weights', shape, true);
  return found(bySharedAxis(question.shapes) ?? byShape(shape), 'shape', shape, true);
}

function found(
  orientation: Orientation,
  evidence: ViewEvidence,
  shape: readonly number[],
  switchable: boolean,
): InferredView {
  const other = orientation === 'examples-first' ? 'features-first' : 'examples-first';
  return {
    view: { orientation, channelAxis: null },
    evidence,
    otherOrientation: switchable ? other : null,
    channelAxes: channelAxesOf(shape, orientation),
  };
}

/** The last or the first axis of an image of four axes, if it is short enough for channels. */
export function channelAxesOf(shape: readonly number[], orientation: Orientation): readonly number[] {
  if (shape.length !== 4) return [];
  const rest = orientation === 'examples-first' ? shape.slice(1) : shape.slice(0, -1);
  return [3, 1].filter((axis) => rest[axis - 1]! <= 4);
}

function unanimous(votes: readonly (Orientation | null)[]): Orientation | null {
  const cast = votes.filter((vote) => vote !== null);
  return cast.length > 0 && cast.every((vote) => vote === cast[0]) ? cast[0]! : null;
}

function byLabel(shape: readonly number[], labels: readonly number[] | null): Orientation | null {
  if (labels === null || labels.length === 0) return null;
  const [first, last] = [shape[0], shape.at(-1)];
  // One row or one column of labels is as long as there are examples; one-hot labels have the examples as the inputs.
  const long = labels.filter((length) => length !== 1);
  if (long.length <= 1) {
    const examples = long[0] ?? 1;
    if (first === last) return labels.length === 2 && labels[0] === 1 ? 'features-first' : null;
    return examples === first ? 'examples-first' : examples === last ? 'features-first' : null;
  }
  const rows = labels[0] === first;
  const columns = labels.at(-1) === last;
  return rows === columns ? null : rows ? 'examples-first' : 'features-first';
}

function byLayout(shape: readonly number[], layouts: readonly Layout[]): Orientation | null {
  const fitting = layouts.filter(({ featuresFirst, features }) => shape[featuresFirst ? 0 : 1] === features);
  const [first] = fitting;
  if (first === undefined || shape[0] === shape[1]) return null;
  return first.featuresFirst ? 'features-first' : 'examples-first';
}

/** Splits have the features in common. */
function bySharedAxis(shapes: readonly (readonly number[])[]): Orientation | null {
  const [first, ...others] = shapes;
  const comparable = others.filter((shape) => shape.length === first!.length);
  if (comparable.length === 0) return null;
  const same = (a: readonly number[], b: readonly number[]): boolean =>
    a.every((length, at) => length === b[at]);
  const leading = comparable.every((shape) => same(first!.slice(0, -1), shape.slice(0, -1)));
  const trailing = comparable.every((shape) => same(first!.slice(1), shape.slice(1)));
  return leading === trailing ? null : leading ? 'features-first' : 'examples-first';
}

/** Numbers of pixels of the usual small images, of one channel and of three. */
const pixels = new Set([28 * 28, 8 * 8, 32 * 32, 64 * 64, 3 * 32 * 32, 3 * 64 * 64]);

function byShape(shape: readonly number[]): Orientation {
  const [rows, columns] = shape;
  if (shape.length > 2 || pixels.has(columns!)) return 'examples-first';
  if (pixels.has(rows!)) return 'features-first';
  return columns! > rows! ? 'features-first' : 'examples-first';
}
