import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { LeftOut } from '../core/binding/inventory';
import type { TrainingLoop } from '../core/binding/script/trainingLoop';
import { factsOf } from './statements';
import { childrenOf, SourceText } from './syntax';

/**
 * The loops of a script that train at its top level, among the statements that are left out: one pass through such a
 * loop computes a cost, gradients, and new parameters, with no function in sight.
 */
export function trainingLoops(text: string, leftOut: readonly LeftOut[]): readonly TrainingLoop[] {
  const source = new SourceText(text);
  const out = new Set(leftOut.map(({ line }) => line));
  return childrenOf(parser.parse(text).topNode).flatMap((node): TrainingLoop[] => {
    const { line, endLine } = source.lines(node);
    if (!isLoop(node) || !out.has(line)) return [];
    const inner = innermost(node, source);
    const steps = stepsIn(inner, source);
    const updated = updateLine(inner, source);
    if (updated === null) return [];
    return [
      {
        name: `training_loop_${line}`,
        line,
        endLine,
        once: loopsTo(node, inner).map((loop) => source.lines(loop).line),
        assigned: assignedIn(inner, source),
        steps,
        updateLine: updated,
      },
    ];
  });
}

function isLoop(node: SyntaxNode): boolean {
  return node.name === 'ForStatement' || node.name === 'WhileStatement';
}

/** Loops over epochs and batches; those over layers, parameters or examples belong to one pass. */
const passes =
  /\b(epochs?|iter\w*|n_?iters?|iterations?|num_?iter\w*|steps?|batch\w*|mini_?batch\w*|batches|n_?batches|num_?batches|train\w*|loader|dataloader)\b|\brange\(\s*\d{2,}\s*\)|^\s*while\b/i;
const withinPass = /\b(layers?|params?|parameters|weights|reversed|grads?|neurons|enumerate\(zip)\b/i;

/** The loop one pass of which is one step of training: the epochs' loop, or the batches' loop inside it. */
function innermost(node: SyntaxNode, source: SourceText): SyntaxNode {
  const body = node.getChild('Body');
  const inner = body === null ? [] : childrenOf(body).filter(isLoop);
  const next = inner.find((loop) => {
    const head = headOf(loop, source);
    return passes.test(head) && !withinPass.test(head) && updateLine(loop, source) !== null;
  });
  return next === undefined ? node : innermost(next, source);
}

function headOf(loop: SyntaxNode, source: SourceText): string {
  const body = loop.getChild('Body');
  return source.text.slice(loop.from, body?.from ?? loop.to);
}

function loopsTo(outer: SyntaxNode, inner: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let node: SyntaxNode | null = inner; node !== null; node = node.parent) {
    if (isLoop(node)) found.unshift(node);
    if (node.from === outer.from && node.to === outer.to) break;
  }
  return found;
}

const updating = /(update(_|$)|^update|step$|^step|apply_grad|optimi[sz]e)/i;

/** The line of the first step of the parameters; null if nothing is updated. */
function updateLine(loop: SyntaxNode, source: SourceText): number | null {
  const body = loop.getChild('Body');
  for (const statement of body === null ? [] : childrenOf(body)) {
    const { steps, calls } = factsOf(statement, source);
    const counts = steps.filter(
      (target) => !/^(\w*(loss|cost|err|acc|correct|count|total|i|j|k|t|n|step|epoch|it))$/i.test(target),
    );
    if (counts.length > 0 || calls.some((call) => updating.test(call.name)))
      return source.lines(statement).line;
  }
  return null;
}

function stepsIn(loop: SyntaxNode, source: SourceText): readonly string[] {
  return [...new Set(factsOf(loop, source).steps)];
}

/** Names assigned in one pass, with the line of their last assignment, in order. */
function assignedIn(loop: SyntaxNode, source: SourceText): TrainingLoop['assigned'] {
  const lines = new Map<string, number>();
  const body = loop.getChild('Body');
  for (const statement of body === null ? [] : childrenOf(body)) {
    const { line } = source.lines(statement);
    for (const name of factsOf(statement, source).binds) {
      lines.delete(name);
      lines.set(name, line);
    }
  }
  return [...lines].map(([name, line]) => ({ name, line }));
}
