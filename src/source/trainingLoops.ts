import type { SyntaxNode } from '@lezer/common';
import type { LeftOut } from '../core/binding/inventory';
import type { TrainingLoop } from '../core/binding/script/trainingLoop';
import { parsePython } from './parse';
import { factsOf } from './statements';
import { childrenOf, SourceText } from './syntax';

/**
 * The loops of a script that train at its top level, among the statements that are left out: one pass through such a
 * loop computes a cost, gradients, and new parameters, with no function in sight.
 */
export function trainingLoops(text: string, leftOut: readonly LeftOut[]): readonly TrainingLoop[] {
  const source = new SourceText(text);
  const out = new Set(leftOut.map(({ line }) => line));
  return childrenOf(parsePython(text)).flatMap((node): TrainingLoop[] => {
    const { line, endLine } = source.lines(node);
    if (!isLoop(node) || !out.has(line)) return [];
    const inner = innermost(node, source);
    const updates = updatesIn(inner, source);
    if (updates === null) return [];
    return [
      {
        name: `training_loop_${line}`,
        line,
        endLine,
        once: loopsTo(node, inner).map((loop) => source.lines(loop).line),
        assigned: assignedIn(inner, source),
        ...updates,
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
    return passes.test(head) && !withinPass.test(head) && updatesIn(loop, source) !== null;
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
const counters = /^(i|j|k|t|n|it|err|acc|step|epoch)$|(loss|cost|error|accuracy|correct|count|total)$/i;

/** What one pass updates, and where first; null if it updates nothing. */
function updatesIn(
  loop: SyntaxNode,
  source: SourceText,
): Pick<TrainingLoop, 'steps' | 'stepNames' | 'updateLine'> | null {
  const steps = new Set<string>();
  const bound = new Set<string>();
  let names: readonly string[] | null = null;
  let updateLine: number | null = null;
  for (const statement of statementsOf(loop)) {
    const facts = factsOf(statement, source);
    // What the pass itself has made before is no parameter: `grad = probs.copy()`, then `grad[y] -= 1`; but a loop over
    // the parameters names them anew.
    const own = facts.steps.filter(
      (target) =>
        !counters.test(target) &&
        (!bound.has(rootOf(target)) || (isLoop(statement) && facts.binds.has(rootOf(target)))),
    );
    if (own.length > 0 || facts.calls.some((call) => updating.test(call.name)))
      updateLine ??= source.lines(statement).line;
    for (const step of own.length > 0 ? simpleSteps(statement, source) : []) {
      const { reads } = factsOf(step, source);
      names = names === null ? [...reads] : names.filter((name) => reads.has(name));
    }
    own.forEach((target) => steps.add(target));
    for (const name of facts.binds) if (!own.includes(name)) bound.add(name);
  }
  return updateLine === null ? null : { steps: [...steps], stepNames: names ?? [], updateLine };
}

function statementsOf(loop: SyntaxNode): readonly SyntaxNode[] {
  const body = loop.getChild('Body');
  return body === null ? [] : childrenOf(body);
}

/** The updates themselves, without the loops around them. */
function simpleSteps(statement: SyntaxNode, source: SourceText): readonly SyntaxNode[] {
  if (statement.name === 'UpdateStatement' || statement.name === 'AssignStatement')
    return factsOf(statement, source).steps.length > 0 ? [statement] : [];
  return childrenOf(statement).flatMap((child) => simpleSteps(child, source));
}

function rootOf(target: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*/u.exec(target)?.[0] ?? target;
}

/** Names assigned in one pass, with the line of their last assignment, in order. */
function assignedIn(loop: SyntaxNode, source: SourceText): TrainingLoop['assigned'] {
  const lines = new Map<string, number>();
  for (const statement of statementsOf(loop)) {
    const { line } = source.lines(statement);
    for (const name of factsOf(statement, source).binds) {
      lines.delete(name);
      lines.set(name, line);
    }
  }
  return [...lines].map(([name, line]) => ({ name, line }));
}
