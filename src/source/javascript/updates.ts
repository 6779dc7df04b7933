import type { SyntaxNode } from '@lezer/common';
import { looksLikeParameter } from '../../core/binding/names';
import { childrenOf, type SourceText } from '../syntax';

/** Names that an assignment gives new values, and its targets that get an update of what they were. */
export interface Updates {
  readonly assigned: readonly string[];
  readonly steps: readonly string[];
}

/**
 * Updates that are no arithmetic, as there is none for arrays: `W = subtract(W, dW)`, `W = W.sub(dW)`,
 * `b = b.map((x, i) => x - rate * db[i])`, `[W, b] = [move(W, dW), move(b, db)]`.
 */
export function updatesBy(target: SyntaxNode, value: SyntaxNode, source: SourceText): Updates {
  const assigned: string[] = [];
  const steps: string[] = [];
  const list = /^Array(Pattern|Expression)$/.test(target.name);
  const values = list && value.name === 'ArrayExpression' ? elements(value) : [];
  (list ? elements(target) : [target]).forEach((one, i) => {
    const name = bare(one, source);
    const given = list ? values[i] : value;
    if (list && /^Variable(Name|Definition)$/.test(one.name)) assigned.push(name);
    else if (!/^(VariableName|MemberExpression)$/.test(one.name)) return;
    if (given !== undefined && isUpdate(name, bare(given, source))) steps.push(name);
  });
  return { assigned, steps };
}

/** Without blanks, and without the marks that only say "it is there". */
export function bare(node: SyntaxNode, source: SourceText): string {
  return source.of(node).replace(/\s+|!(?=[.[]|$)/g, '');
}

function elements(list: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(list).filter(({ name }) => !/^[[\],]$/.test(name));
}

const call = /^(?:[\w$]+\.)*([\w$]+)\(/;
const stepping = /(sub|minus|diff|add|plus|axpy|step|update|move|descend|adjust)/i;
/** A callback that gives `w - rate * ...` for `w`. */
const entryByEntry = /(?:^|[(,])(?:function)?\(?([\w$]+)[^()]*\)?(?:=>\(?|\{return)\1[-+].*\*/;

/** The new value starts from the old one: it is the first argument, or the object that is asked for it. */
function isUpdate(target: string, value: string): boolean {
  if (value.startsWith(target)) {
    const rest = value.slice(target.length);
    return /^\.(sub|minus|add|plus)\w*\(/i.test(rest) || (/^\.map\(/.test(rest) && entryByEntry.test(rest));
  }
  const [start, name] = call.exec(value) ?? [];
  if (start === undefined || !value.slice(start.length).startsWith(`${target},`)) return false;
  const root = /^[^.[]*/.exec(target)![0];
  return stepping.test(name!) || looksLikeParameter(root) || /^(params?|parameters|weights)$/i.test(root);
}
