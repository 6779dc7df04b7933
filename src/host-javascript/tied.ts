import type { HostTensor } from './boundModel';

/** Groups of tensors that share memory: the same list, matrix or typed array, or overlapping views of one buffer. */
export function tiedGroups(tensors: readonly HostTensor[]): string[][] {
  const groups = new Map<HostTensor, Set<HostTensor>>();
  const owners = new Map<unknown, HostTensor>();
  const views: [ArrayBufferView, HostTensor][] = [];
  const join = (a: HostTensor, b: HostTensor) => {
    if (a === b) return;
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

function overlap(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const apart = a.byteOffset >= b.byteOffset + b.byteLength || b.byteOffset >= a.byteOffset + a.byteLength;
  return a.buffer === b.buffer && !apart;
}
