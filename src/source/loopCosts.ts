import type { SyntaxNode } from '@lezer/common';
import type { LoopCost } from '../core/binding/script/trainingLoop';
import { mayBeCost } from '../core/binding/script/costNames';
import type { LoopSyntax } from './loopFacts';
import type { SourceText } from './syntax';

/**
 * What the costs of one pass are made of, as far as the text tells: a cost of all examples beside gradients of some of them
 * is there to be printed, and of two costs of which neither is made of the other each has gradients of its own.
 * @param statements those of the pass that hold no others
 * @param steps targets of the updates
 * @param heads names in the heads of loops: of those that end after one pass, and of those that go over all there is
 */
export function costsOf(
  statements: readonly SyntaxNode[],
  source: SourceText,
  syntax: LoopSyntax,
  steps: readonly string[],
  heads: { readonly chosen: ReadonlySet<string>; readonly all: ReadonlySet<string> },
): readonly LoopCost[] {
  const facts = statements.map((statement) => ({ text: source.of(statement), ...syntax.facts(statement) }));
  const roots = new Set(steps.map(rootOf));
  const own = new Set(facts.flatMap(({ binds }) => [...binds]));
  const madeOf = (first: readonly (typeof facts)[number][]): Slice => {
    const [names, picks] = [new Set<string>(), new Set<string>()];
    const waiting = [...first];
    const seen = new Set(waiting);
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      for (const { array, index } of picksIn(one.text)) {
        const given = !own.has(array) && !roots.has(array);
        const chosen = index.some((name) => own.has(name) || heads.chosen.has(name));
        if (given && chosen && !index.some((name) => heads.all.has(name)))
          picks.add(`${array}[${index.join()}]`);
      }
      for (const name of one.reads) {
        if (roots.has(name)) continue;
        names.add(name);
        const makers = facts.filter(({ binds, changes }) => binds.has(name) || changes.has(name));
        waiting.push(...makers.filter((maker) => !seen.has(maker)));
        makers.forEach((maker) => seen.add(maker));
      }
    }
    return { names, picks };
  };
  const updates = madeOf(facts.filter((one) => one.steps.some((target) => steps.includes(target))));
  const costs = [...new Set(facts.flatMap(({ binds, changes }) => [...binds, ...changes]))].filter((name) =>
    mayBeCost(name),
  );
  return costs.map((name) => {
    const { names, picks } = madeOf(facts.filter((one) => one.binds.has(name) || one.changes.has(name)));
    return {
      name,
      parts: costs.filter((other) => other !== name && names.has(other)),
      otherData: steps.length > 0 && !sameSet(picks, updates.picks),
    };
  });
}

interface Slice {
  readonly names: ReadonlySet<string>;
  /** What is picked from arrays that the pass does not make: `X[idx]`. */
  readonly picks: ReadonlySet<string>;
}

/** Subscripts other than keys, whole axes and constants, with the names in them. */
function picksIn(text: string): readonly { readonly array: string; readonly index: readonly string[] }[] {
  return [...text.matchAll(/(?<![\w$.])([\p{L}_$][\p{L}\p{N}_$]*)\s*\[/gu)].flatMap((match) => {
    const from = match.index + match[0].length;
    const inside = text.slice(from, endOf(text, from)).replace(/None|np\.newaxis|"[^"]*"|'[^']*'/g, '');
    const index = inside.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu);
    return index === null ? [] : [{ array: match[1]!, index }];
  });
}

/** Where the bracket that was opened before an offset is closed. */
function endOf(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if ('[('.includes(text[at]!)) depth += 1;
    if ('])'.includes(text[at]!)) depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}

function rootOf(target: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(target)?.[0] ?? target;
}
