import type { Row } from './arrays';
import type { HostTensor } from './boundModel';
import { HostError } from './failures';

/**
 * Groups of tensors that share memory: the same list, matrix or typed array, or views of one buffer that are the same.
 * @throws HostError where only a part is shared, which has no gradient of its own
 */
export function tiedGroups(tensors: readonly HostTensor[]): string[][] {
  const groups = new Map<HostTensor, Set<HostTensor>>();
  const owners = new Map<unknown, HostTensor>();
  const views: [ArrayBufferView, HostTensor][] = [];
  const join = (a: HostTensor, b: HostTensor) => {
    if (a === b) return;
    if (!areAlike(a.storage.rows, b.storage.rows)) throw sharedInPart(a, b);
    const joined = new Set([...(groups.get(a) ?? [a]), ...(groups.get(b) ?? [b])]);
    for (const member of joined) groups.set(member, joined);
  };
  for (const tensor of tensors) {
    for (const row of tensor.storage.rows) {
      if (ArrayBuffer.isView(row)) {
        for (const [other, owner] of views) if (overlap(row, other)) join(owner, tensor);
        views.push([row, tensor]);
      } else {
        const owner = owners.get(row);
        if (owner === undefined) owners.set(row, tensor);
        else join(owner, tensor);
      }
    }
  }
  return [...new Set(groups.values())].map((group) => [...group].map(({ planned }) => planned.name));
}

function areAlike(one: readonly Row[], other: readonly Row[]): boolean {
  return one.length === other.length && one.every((row, i) => isSame(row, other[i]!));
}

function isSame(a: Row, b: Row): boolean {
  if (a === b || !ArrayBuffer.isView(a) || !ArrayBuffer.isView(b)) return a === b;
  return a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.byteLength === b.byteLength;
}

function sharedInPart({ planned: one }: HostTensor, { planned: other }: HostTensor): HostError {
  const names = `\`${one.name}\` and \`${other.name}\``;
  const message = `${names} share a part of their memory, which has no gradient of its own in either. Make one of them a copy`;
  return new HostError({ kind: 'result', message, section: 'tensors' });
}

function overlap(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const apart = a.byteOffset >= b.byteOffset + b.byteLength || b.byteOffset >= a.byteOffset + a.byteLength;
  return a.buffer === b.buffer && !apart;
}
