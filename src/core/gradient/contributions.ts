/** How much of the error may be left once a contribution is scaled to explain it. */
const explained = 0.01;

/**
 * Which of the lines that fill a gradient is to blame: the only one that writes wrong components; the one whose share,
 * scaled, is the whole error (a factor, a sign), the last of several; the only one that writes nothing but wrong
 * components. Null if nothing tells.
 * @param shares for each line what it added to the components, NaN where it wrote none; null if that is not known.
 */
export function wrongShare(
  computed: ArrayLike<number>,
  numerical: ArrayLike<number>,
  mismatched: readonly number[],
  shares: readonly (Float64Array | null)[],
): number | null {
  if (mismatched.length === 0 || shares.length < 2) return null;
  if (shares.some((share) => share === null || share.length !== computed.length)) return null;
  const known = shares as readonly Float64Array[];
  const writes = (share: Float64Array, component: number) => !Number.isNaN(share[component]);
  const involved = indicesOf(known, (share) => mismatched.some((component) => writes(share, component)));
  if (involved.length === 1) return involved[0]!;
  const error = Float64Array.from(computed, (value, i) => value - numerical[i]!);
  const scaled = indicesOf(known, (share) => unexplained(error, share) < explained);
  if (scaled.length > 0) return scaled.at(-1)!;
  const wrong = new Set(mismatched);
  const exclusive = involved.filter((line) =>
    known[line]!.every((share, component) => Number.isNaN(share) || wrong.has(component)),
  );
  return exclusive.length === 1 ? exclusive[0]! : null;
}

function indicesOf<T>(items: readonly T[], wanted: (item: T) => boolean): readonly number[] {
  return items.flatMap((item, index) => (wanted(item) ? [index] : []));
}

/** min over k of ‖error − k·share‖ / ‖error‖. */
function unexplained(error: Float64Array, share: Float64Array): number {
  let [ee, es, ss] = [0, 0, 0];
  error.forEach((e, i) => {
    const s = Number.isNaN(share[i]) ? 0 : share[i]!;
    ee += e * e;
    es += e * s;
    ss += s * s;
  });
  if (!(ee > 0) || !(ss > 0)) return 1;
  return Math.sqrt(Math.max(0, 1 - (es * es) / (ee * ss)));
}
