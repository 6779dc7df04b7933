import { lineText } from '../core/place';
import type { CheckReport, Report, TensorReport } from '../protocol/report';
import { cellAt, type CellLines } from '../source/notebook/cells';
import { sharedOrigins, type Dialect, type Origin } from '../source/origins';

/**
 * Adds to a report where several wrong gradients may have their mistake: in a value that all of them are made of, and no
 * right one. The text of the file says no more than that, so neither does the sentence. Lines are those of `text`.
 */
export function withOrigins(
  report: Report,
  text: string,
  dialect: Dialect,
  cells: readonly CellLines[] | null,
): Report {
  return {
    ...report,
    checks: report.checks.map((check) => withOrigin(check, report.file, text, dialect, cells)),
  };
}

function withOrigin(
  check: CheckReport,
  file: string,
  text: string,
  dialect: Dialect,
  cells: readonly CellLines[] | null,
): CheckReport {
  // A constant that all share is told already.
  if (check.diagnoses.some(({ tensor }) => tensor === null)) return check;
  const placed = (tensors: readonly TensorReport[]) =>
    tensors.flatMap(({ location }) => (location?.file === file ? [location] : []));
  const wrong = check.tensors.filter((one) => one.verdict === 'wrong' && one.expected === null && one.arrays);
  const right = check.tensors.filter(({ verdict }) => verdict === 'correct');
  if (wrong.length < 2 || placed(wrong).length < wrong.length) return check;
  const origins = sharedOrigins(text, dialect, placed(wrong), placed(right));
  if (origins.length === 0) return check;
  const sentence = originSentence(
    wrong.map(({ gradientName }) => gradientName),
    origins,
    cells,
  );
  const own = new Set(wrong.map(({ name }) => name));
  return {
    ...check,
    reason: `${check.reason} ${sentence}`,
    diagnoses: check.diagnoses.map((diagnosis) =>
      diagnosis.tensor !== null && own.has(diagnosis.tensor)
        ? { ...diagnosis, explanation: `${diagnosis.explanation} ${sentence}` }
        : diagnosis,
    ),
  };
}

/** How many assignments are named: the last ones, which are the nearest. */
const mostNamed = 2;
const mostGradients = 4;

/** `dW1 and db1 are both made of dZ1, line 31: look there too.` */
export function originSentence(
  gradients: readonly string[],
  origins: readonly Origin[],
  cells: readonly CellLines[] | null = null,
): string {
  const made =
    gradients.length > mostGradients
      ? `The ${gradients.length} wrong ones are all made of`
      : `${listed(gradients)} are ${gradients.length === 2 ? 'both' : 'all'} made of`;
  return `${made} ${listed(placesOf(origins.slice(-mostNamed), cells))}: look there too.`;
}

/** `dA1, line 30,` and `dZ1, line 31`; `dhidden, lines 39 and 40` of one that is changed again. */
function placesOf(origins: readonly Origin[], cells: readonly CellLines[] | null): readonly string[] {
  const [first, second] = origins;
  if (second !== undefined && first!.name === second.name && cells === null)
    return [`${first!.name}, lines ${first!.line} and ${second.line}`];
  return origins.map(({ name, line }, i) => {
    const place = lineText(cells === null ? { line } : cellAt(cells, line));
    return `${name}, ${place}${i < origins.length - 1 ? ',' : ''}`;
  });
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
