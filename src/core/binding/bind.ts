import type { Bind, BindOptions } from './binding';
import { bindFile } from './bindFile';
import { bindContract, contractOf } from './contract';
import { bindContractLayers } from './layers/contractLayers';
import { problemOf } from './problemOf';
import { Session } from './session';

/** Calls that finding out how the model is called may cost; the usual file takes fewer than ten. */
const callLimit = 400;

/** Finds out how a loaded module is to be called: by the contract it declares, or by names and by trying. */
export const bind: Bind = async (inventory, runner, options) => {
  const session = new Session(runner, callLimit);
  try {
    const contract = contractOf(inventory);
    if (contract !== null && contractWanted(contract.name, options)) {
      const declared = await bindContractLayers(contract, inventory, session, options.seed);
      const model = declared.besideModel || declared.bindings.length === 0;
      const [main, ...others] = [
        ...(model ? [await bindContract(contract, session)] : []),
        ...declared.bindings,
      ];
      return { ok: true, bindings: [main!, ...others], unbound: [] };
    }
    return await bindFile(inventory, runner, options, session);
  } catch (error) {
    return { ok: false, problem: problemOf(error, inventory) };
  }
};

function contractWanted(name: string, { reading, subject }: BindOptions): boolean {
  return (reading === null || reading === `${name}()`) && (subject === null || subject === name);
}
