import { worst, type Verdict } from '../core/gradient/verdict';
import { lineText } from '../core/place';
import type { Translate } from '../environment/translate';
import { sharedDiagnosis, type LineFinding, type TensorFinding } from '../state/findings';
import { mark, staleMark } from './marks';
import { isDeclared } from '../protocol/summary';
import {
  atMoment,
  commonSentence,
  declaration,
  evidence,
  nameList,
  tensorSentence,
  withoutExample,
} from './sentences';

export type DecorationKind = Verdict | 'declared' | 'stale';

/** Text behind a line. */
export interface Decoration {
  readonly kind: DecorationKind;
  /** One-based; the last line of the expression, where the eye leaves it. */
  readonly line: number;
  readonly text: string;
}

/** What fits beside code without getting in its way. */
export const maxDecorationLength = 80;

/** One text for a line, however many gradients are made on it. */
export function decorationOf(finding: LineFinding, t: Translate): Decoration {
  const verdict = verdictOf(finding);
  const line = finding.place.endLine;
  if (verdict === 'correct') {
    return finding.stale
      ? { kind: 'stale', line, text: staleMark }
      : { kind: 'correct', line, text: isAtKink(finding) ? '✓ᵏ' : mark('correct') };
  }
  const declared = declarationOf(finding, verdict, t);
  if (declared !== null && !finding.stale)
    return { kind: 'declared', line, text: fit(`${mark(verdict)} ${declared}`, '') };
  const sentence = sentenceOf(finding, verdict, t);
  if (finding.stale)
    return { kind: 'stale', line, text: fit(`${staleMark} ${sentence}`, t('before your edit')) };
  return { kind: verdict, line, text: fit(`${mark(verdict)} ${sentence}`, evidenceOf(finding, verdict, t)) };
}

export function verdictOf({ tensors, shared }: LineFinding): Verdict {
  return worst([...tensors.map(({ tensor }) => tensor.verdict), ...shared.map(({ check }) => check.verdict)]);
}

/** Where whatever is not right on the line is declared to be so. */
function declarationOf(finding: LineFinding, verdict: Verdict, t: Translate): string | null {
  const unusual = finding.tensors.filter(({ tensor }) => tensor.verdict !== 'correct');
  if (unusual.length === 0 || !unusual.every(({ tensor }) => isDeclared(tensor))) return null;
  const [first] = having(finding, verdict);
  return first === undefined ? null : `${first.label}, ${declaration(first.tensor, t)!}`;
}

/** What is worst on the line is said, the rest is counted. */
function sentenceOf(finding: LineFinding, verdict: Verdict, t: Translate): string {
  const [shared] = finding.shared;
  if (shared !== undefined) return atMoment(shared.check, withoutExample(shared.diagnosis.explanation));
  const those = having(finding, verdict);
  const common = likeAllOthers(those, t) ?? commonSentence(those, t);
  const told = common === null ? those.slice(0, 1) : those;
  const [first] = told;
  const said = common ?? (first === undefined ? '' : withoutExample(tensorSentence(first)));
  const sentence = first === undefined ? said : atMoment(first.check, said);
  const others = finding.tensors.length - told.length;
  return others === 0 ? sentence : sentence + t(', {0} more on this line', others);
}

/** A constant shared by all gradients is told once, where the gradient starts; elsewhere by a reference. */
function likeAllOthers(findings: readonly TensorFinding[], t: Translate): string | null {
  const [first] = findings;
  if (first === undefined || first.tensor.verdict !== 'wrong') return null;
  const diagnosis = sharedDiagnosis(first.check);
  if (diagnosis === null || findings.some(({ check }) => sharedDiagnosis(check) !== diagnosis)) return null;
  const names = nameList(findings, t);
  const { location } = diagnosis;
  return location === null
    ? t('{0}: the same constant as every gradient', names)
    : t('{0}: the same constant as in {1}', names, lineText(location));
}

/** Of several, the largest. */
function evidenceOf(finding: LineFinding, verdict: Verdict, t: Translate): string {
  const tensors = having(finding, verdict).map(({ tensor }) => tensor);
  const [largest] = tensors.sort((a, b) => b.relativeDifference - a.relativeDifference);
  return largest === undefined ? '' : evidence(largest, t);
}

function having({ tensors }: LineFinding, verdict: Verdict): readonly TensorFinding[] {
  return tensors.filter(({ tensor }) => tensor.verdict === verdict);
}

function isAtKink({ tensors }: LineFinding): boolean {
  return tensors.some(({ tensor }) => tensor.kinks > 0);
}

/** What is said in brackets is left out first, then the evidence, before the sentence is cut. */
function fit(sentence: string, detail: string): string {
  const short = sentence.replace(/ \([^()]*\)/g, '');
  const tries = [sentence, short].map((text) => (detail === '' ? text : `${text} · ${detail}`));
  const fitting = [...tries, short].find((text) => text.length <= maxDecorationLength);
  return fitting ?? `${short.slice(0, maxDecorationLength - 1)}…`;
}
