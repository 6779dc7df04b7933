import { matchGradients, type MatchedGradient } from '../gradients';
import { withoutMistaken } from '../keptGradients';
import { looksLikeParameter } from '../names';
import type { PathPart } from '../plan';
import { tensorAt, tensorsOfContainer, tensorsOfObject, type FoundTensor } from '../tensors';
import { childrenOf, inside, isFloating, isNumeric, partName } from '../values';
import { named, type Named, type Pass } from './pass';

/** A tensor of a script, with the gradient that goes by a name of its own, if there is one. */
export interface ScriptTensor {
  readonly tensor: FoundTensor;
  readonly gradient: MatchedGradient | null;
}

export interface ScriptTensors {
  readonly tensors: readonly ScriptTensor[];
  /** Names of what looked like parameters and has no gradient. */
  readonly mistaken: readonly string[];
}

/** What the loop updates, or, where that is not told by its text, what the script's objects hold as parameters. */
export function scriptTensors(pass: Pass): ScriptTensors {
  const updated = distinct(pass.loop.steps.flatMap((target) => tensorsAt(target, pass)));
  if (updated.length > 0) {
    const holders = pass.assigned.map(({ name, source, value }) => ({
      name,
      source,
      value,
      onlyMarked: true,
    }));
    const matches = matchGradients(updated, holders);
    const tensors = updated.map((tensor, index) => ({ tensor, gradient: matches[index] ?? null }));
    return { tensors, mistaken: [] };
  }
  const seen = new Set<number>();
  const held = pass.others
    .filter(({ value }) => ['object', 'sequence', 'mapping'].includes(value.type))
    .sort((a, b) => sizeOf(b) - sizeOf(a))
    .flatMap((holder) => tensorsHeld(holder))
    .filter(({ tensor: { value } }) => {
      if (value.type !== 'array') return true;
      if (seen.has(value.identity)) return false;
      seen.add(value.identity);
      return true;
    });
  return {
    tensors: held.filter(({ meant }) => meant),
    mistaken: held.filter(({ meant }) => !meant).map(({ tensor }) => tensor.name),
  };
}

function sizeOf({ value }: Named): number {
  return childrenOf(value).length;
}

/** `W1`, `params["W1"]`, `net.b`, and everything in `weights` for `weights[i]`. */
function tensorsAt(target: string, pass: Pass): readonly FoundTensor[] {
  const root = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(target)?.[0];
  const owner = root === undefined ? null : named(pass, root);
  // `p.data += ...` for each `p`: the name of one of them in turn.
  if (owner === null || (owner.line !== null && target !== root)) return [];
  let { source, value } = owner;
  const path: (string | number)[] = [owner.name];
  const rest = target.slice(root!.length);
  for (const [, attribute, , text, number] of rest.matchAll(
    /\.([\p{L}_][\p{L}\p{N}_]*)|\[\s*(?:(["'])([^"']*)\2|(\d+)|[^\]]*)\s*\]/gu,
  )) {
    const key = attribute ?? text ?? (number === undefined ? undefined : Number(number));
    const child = childrenOf(value).find(({ part }) => partName(part) === key);
    // An index that is no constant stands for all of them; a slice for the array itself.
    if (child === undefined) break;
    const part: PathPart = child.part;
    source = inside(source, [part]);
    value = child.value;
    path.push(partName(part));
  }
  if (isNumeric(value)) {
    const last = String(path.at(-1));
    const counter = value.type === 'number' && !looksLikeParameter(last);
    return counter || !(isFloating(value) || looksLikeParameter(last)) ? [] : [tensorAt(source, value, path)];
  }
  return tensorsOfContainer(source, value, owner.name);
}

/** The parameters of one object, list or dict, under its name, with the gradients it keeps beside them. */
function tensorsHeld({
  name,
  source,
  value,
}: Named): readonly (ScriptTensor & { readonly meant: boolean })[] {
  const tensors = tensorsOfObject(source, value);
  if (tensors.length === 0) return [];
  const matches = matchGradients(tensors, [{ name: null, source, value, onlyMarked: true }]);
  const meant = withoutMistaken(tensors, matches);
  return tensors.map((tensor, index) => ({
    tensor: { ...tensor, name: /^\[/.test(tensor.name) ? `${name}${tensor.name}` : `${name}.${tensor.name}` },
    gradient: matches[index] ?? null,
    meant: meant[index] === true,
  }));
}

function distinct(tensors: readonly FoundTensor[]): readonly FoundTensor[] {
  return [...new Map(tensors.map((tensor) => [JSON.stringify(tensor.source), tensor])).values()];
}
