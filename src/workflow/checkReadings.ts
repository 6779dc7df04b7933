import type { Binding } from '../core/binding/binding';
import { HostError } from '../hosts/ModelHost';
import { checkBinding, type Checked, type Checking } from './checkBinding';

/** Checks a binding; where its gradients are not right, in the other ways to read it, until they are right in one. */
export async function checkReadings(binding: Binding, checking: Checking): Promise<readonly Checked[]> {
  const first = await checkBinding(binding, checking);
  if (isRight(first)) return first;
  for (const { name, plan } of binding.otherReadings ?? []) {
    try {
      const other = await checkBinding({ ...binding, plan }, checking);
      if (!isRight(other)) continue;
      const how = `as its gradients are right with: ${name}`;
      const entry = { role: 'reading', name: binding.subject, line: null, how };
      return other.map((one) => ({
        ...one,
        binding: { ...one.binding, entries: [...binding.entries, entry] },
      }));
    } catch (error) {
      // A reading that cannot even be evaluated is none.
      if (checking.signal.aborted || !(error instanceof HostError)) throw error;
    }
  }
  return first;
}

/** At the start, which every reading has. */
function isRight([start]: readonly [Checked, ...Checked[]]): boolean {
  return start.check.verdict === 'correct';
}
