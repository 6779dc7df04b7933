import type { SyntaxNode } from '@lezer/common';
import type { TrainingLoop } from '../core/binding/script/trainingLoop';
import { mayBeCost } from '../core/binding/script/costNames';
import { roleOfArgument } from '../core/binding/roles';
import { costsOf } from './loopCosts';
import type { StatementFacts } from './statements';
import type { SourceText } from './syntax';

/** How loops are written in a language. */
export interface LoopSyntax {
  readonly isLoop: (node: SyntaxNode) => boolean;
  /** The node around the statements of a loop; null where there is none. */
  readonly body: (loop: SyntaxNode) => SyntaxNode | null;
  readonly statements: (body: SyntaxNode) => readonly SyntaxNode[];
  /** The statements inside a compound one, or what holds them; null for a simple statement. */
  readonly parts: (statement: SyntaxNode) => readonly SyntaxNode[] | null;
  readonly facts: (statement: SyntaxNode) => StatementFacts;
}

export interface LoopFacts {
  readonly loop: TrainingLoop;
  /** The loops that end after their first pass, the outermost first. */
  readonly once: readonly SyntaxNode[];
}

/** What is to be known of a loop at the top level; null if it updates nothing. */
export function loopFacts(node: SyntaxNode, source: SourceText, syntax: LoopSyntax): LoopFacts | null {
  const once = loopsTo(node, source, syntax);
  const inner = once.at(-1)!;
  const updates = updatesIn(inner, source, syntax);
  if (updates === null) return null;
  const { line, endLine } = source.lines(node);
  const loop: TrainingLoop = {
    name: `training_loop_${line}`,
    line,
    endLine,
    once: once.map((one) => source.lines(one).line),
    assigned: assignedIn(inner, source, syntax),
    costs: costsOf(
      statementsOf(inner, syntax).flatMap((one) => simpleStatements(one, syntax)),
      source,
      syntax,
      updates.steps,
      {
        chosen: namesOf(once, source, syntax),
        all: namesOf(nestedLoops(inner, syntax), source, syntax),
      },
    ),
    repeats: repeatsSteps(inner, source, syntax, updates.steps),
    ...updates,
  };
  return { loop, once };
}

/** Loops over epochs and batches; those over layers, parameters or examples belong to one pass. */
const passes =
  /\b(epochs?|iter\w*|n_?iters?|iterations?|num_?iter\w*|steps?|batch\w*|mini_?batch\w*|batches|n_?batches|num_?batches|train\w*|loader|dataloader)\b|\brange\(\s*\d{2,}\s*\)|^\s*while\b/i;
const withinPass = /\b(layers?|params?|parameters|weights|reversed|grads?|neurons|enumerate\(zip)\b/i;

/** From a loop to the one a pass of which is one step of training: the epochs' loop, or the batches' loop inside it. */
function loopsTo(
  node: SyntaxNode,
  source: SourceText,
  syntax: LoopSyntax,
  outer: ReadonlySet<string> = new Set(),
): readonly SyntaxNode[] {
  // What is made anew in each pass is not what is trained.
  const made = new Set(outer);
  const all = updatesIn(node, source, syntax, made)?.steps ?? [];
  for (const statement of statementsOf(node, syntax)) {
    if (syntax.isLoop(statement)) {
      const head = source.text.slice(statement.from, syntax.body(statement)?.from ?? statement.to);
      const updates = updatesIn(statement, source, syntax, made);
      const steps = updates !== null && !withinPass.test(head) && holdsAll(updates.steps, all);
      if (steps && (passes.test(head) || computesCost(statement, source, syntax)))
        return [node, ...loopsTo(statement, source, syntax, made)];
    }
    for (const name of syntax.facts(statement).binds) made.add(name);
  }
  return [node];
}

/** True if nothing but what the loop inside updates is updated, other than a learning rate. */
function holdsAll(inside: readonly string[], all: readonly string[]): boolean {
  return all.every((target) => inside.includes(target) || roleOfArgument(target) === 'learningRate');
}

/** True for a loop that computes a cost and updates, as it does for one example after another. */
function computesCost(loop: SyntaxNode, source: SourceText, syntax: LoopSyntax): boolean {
  const counters = namesOf([loop, ...nestedLoops(loop, syntax)], source, syntax);
  return assignedIn(loop, source, syntax).some(({ name }) => mayBeCost(name) && !counters.has(name));
}

/** True if a loop within the pass updates the same parameter again each time it goes round. */
function repeatsSteps(
  loop: SyntaxNode,
  source: SourceText,
  syntax: LoopSyntax,
  ofPass: readonly string[],
): boolean {
  return nestedLoops(loop, syntax).some((inner) => {
    const heads = namesOf([inner], source, syntax);
    const steps = updatesIn(inner, source, syntax)?.steps ?? [];
    return ofPass
      .filter((target) => steps.includes(target))
      .some((target) => !namesIn(target).some((name) => heads.has(name)));
  });
}

function nestedLoops(loop: SyntaxNode, syntax: LoopSyntax): readonly SyntaxNode[] {
  return statementsOf(loop, syntax).flatMap((statement) => loopsWithin(statement, syntax));
}

/** The loops in a statement, and those in them. */
function loopsWithin(statement: SyntaxNode, syntax: LoopSyntax): readonly SyntaxNode[] {
  const inside = (syntax.parts(statement) ?? []).flatMap((part) => loopsWithin(part, syntax));
  return syntax.isLoop(statement) ? [statement, ...inside] : inside;
}

/** Names in the heads of loops. */
function namesOf(loops: readonly SyntaxNode[], source: SourceText, syntax: LoopSyntax): ReadonlySet<string> {
  const heads = loops.map((loop) => source.text.slice(loop.from, syntax.body(loop)?.from ?? loop.to));
  return new Set(heads.flatMap(namesIn));
}

function namesIn(text: string): readonly string[] {
  return text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
}

const updating = /(update(_|$)|^update|step$|^step|apply_?grad|optimi[sz]e)/i;
const counters = /^(i|j|k|t|n|it|err|acc|step|epoch)$|(loss|cost|error|accuracy|correct|count|total)$/i;

/** What one pass updates, and where first; null if it updates nothing. */
function updatesIn(
  loop: SyntaxNode,
  source: SourceText,
  syntax: LoopSyntax,
  made: ReadonlySet<string> = new Set(),
): Pick<TrainingLoop, 'steps' | 'stepNames' | 'updateLine'> | null {
  const steps = new Set<string>();
  const bound = new Set(made);
  let names: readonly string[] | null = null;
  let updateLine: number | null = null;
  for (const statement of statementsOf(loop, syntax)) {
    for (const simple of simpleStatements(statement, syntax)) {
      const facts = syntax.facts(simple);
      // What the pass itself has made before is no parameter: `grad = probs.copy()`, then `grad[y] -= 1`; but a loop
      // over the parameters names them anew.
      const own = facts.steps.filter((target) => !counters.test(target) && !bound.has(rootOf(target)));
      if (own.length > 0 || facts.calls.some((call) => updating.test(call.name)))
        updateLine ??= source.lines(statement).line;
      if (own.length > 0) {
        const { reads } = facts;
        names = names === null ? [...reads] : names.filter((name) => reads.has(name));
      }
      own.forEach((target) => steps.add(target));
      for (const name of facts.binds) if (!own.includes(name)) bound.add(name);
    }
  }
  return updateLine === null ? null : { steps: [...steps], stepNames: names ?? [], updateLine };
}

function statementsOf(loop: SyntaxNode, syntax: LoopSyntax): readonly SyntaxNode[] {
  const body = syntax.body(loop);
  return body === null ? [] : syntax.statements(body);
}

/** The statements in a statement that hold no others. */
function simpleStatements(statement: SyntaxNode, syntax: LoopSyntax): readonly SyntaxNode[] {
  const parts = syntax.parts(statement);
  return parts === null ? [statement] : parts.flatMap((part) => simpleStatements(part, syntax));
}

function rootOf(target: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(target)?.[0] ?? target;
}

/** Names assigned in one pass, or costs added to, with the line of the last such statement, in order. */
function assignedIn(loop: SyntaxNode, source: SourceText, syntax: LoopSyntax): TrainingLoop['assigned'] {
  const lines = new Map<string, number>();
  for (const statement of statementsOf(loop, syntax)) {
    const { line } = source.lines(statement);
    const { binds, changes } = syntax.facts(statement);
    const added = [...changes].filter((name) => mayBeCost(name));
    for (const name of [...binds, ...added]) {
      lines.delete(name);
      lines.set(name, line);
    }
  }
  return [...lines].map(([name, line]) => ({ name, line }));
}
