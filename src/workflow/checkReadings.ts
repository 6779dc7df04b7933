import type { Binding } from '../core/binding/binding';
import { HostError } from '../hosts/ModelHost';
import { checkBinding, type Checked, type Checking } from './checkBinding';

/** Checks a binding; where its gradients are not right, in the other ways to read it, until they are right in one. */
export async function checkReadings(binding: Binding, checking: Checking): Promise<Checked> {
  const first = await checkBinding(binding, checking);
  if (first.check.verdict === 'correct') return first;
  for (const { name, plan } of binding.otherReadings ?? []) {
    try {
      const other = await checkBinding({ ...binding, plan }, checking);
      if (other.check.verdict !== 'correct') continue;
      const how = `as its gradients are right with: ${name}`;
      const entry = { role: 'reading', name: binding.subject, line: null, how };
      return { ...other, binding: { ...other.binding, entries: [...binding.entries, entry] } };
    } catch (error) {
      // A reading that cannot even be evaluated is none.
      if (checking.signal.aborted || !(error instanceof HostError)) throw error;
    }
  }
  return first;
}
