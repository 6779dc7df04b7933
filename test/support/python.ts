/** Before the first test: Python with what models need is found, also where one runner was started by itself. */
import { usePython } from '../../scripts/tools/python';

export async function mochaGlobalSetup(): Promise<void> {
  // Without it the tests that run Python models say so themselves.
  await usePython().catch(() => {});
}
