/** Which axis of an array the examples run along: (m, n) or the textbook's (n, m). */
export type Orientation = 'examples-first' | 'features-first';

/** Where an orientation was taken from. */
export type ViewEvidence = 'chosen' | 'first weights' | 'labels' | 'file format' | 'shape';

/** How an array is seen as a table of examples × features. */
export interface View {
  readonly orientation: Orientation;
  /**
   * The axis of the channels of images, one-based among the axes beside that of the examples counted from the first:
   * of (m, h, w, c) with the examples first it is 3. Every pixel then is an example, every channel a feature. Null: every
   * component of an example is a feature.
   */
  readonly channelAxis: number | null;
}

export interface TableSize {
  readonly examples: number;
  readonly features: number;
}

/** Sides of the table that an array of this shape is; a vector is one feature, and one number an example of it. */
export function tableSize(shape: readonly number[], { orientation, channelAxis }: View): TableSize {
  const exampleAxis = orientation === 'examples-first' ? 0 : Math.max(shape.length - 1, 0);
  const rest = shape.filter((_, axis) => axis !== exampleAxis);
  const all = shape.reduce((product, size) => product * size, 1);
  if (channelAxis === null || rest.length < 2) {
    const features = rest.reduce((product, size) => product * size, 1);
    return { examples: shape[exampleAxis] ?? 1, features };
  }
  const features = rest[channelAxis - 1]!;
  return { examples: features === 0 ? 0 : all / features, features };
}
