/** What a kind of test came to, whichever runner it has. */
export interface Results {
  readonly passed: number;
  readonly failed: readonly Remark[];
  readonly skipped: readonly Remark[];
}

export interface Remark {
  readonly test: string;
  /** Why it failed or was skipped; may have several lines. */
  readonly message: string;
}

/** The results of a kind that could not be run, which counts as one failure. */
export function broken(message: string): Results {
  return { passed: 0, failed: [{ test: 'the tests as a whole', message }], skipped: [] };
}

export function combined(all: readonly Results[]): Results {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.flatMap(({ failed }) => failed),
    skipped: all.flatMap(({ skipped }) => skipped),
  };
}

export function summary({ passed, failed, skipped }: Results): string {
  return `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;
}

/** Adds a failure where a runner ended badly though none of its tests failed. */
export function judged(
  results: Results | undefined,
  outcome: { code: number | null; timedOut: boolean },
): Results {
  const { code, timedOut } = outcome;
  const reason = timedOut
    ? 'The runner did not end in the time it has and was stopped.'
    : `The runner ended with ${code ?? 'a signal'}; what it printed above tells why.`;
  if (results === undefined) return broken(reason);
  const isExplained = code === 0 || (results.failed.length > 0 && !timedOut);
  return isExplained ? results : combined([results, broken(reason)]);
}
