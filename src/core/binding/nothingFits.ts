import type { Problem } from '../problem';
import { kindOfFunction, takesUpstream } from './functionKinds';
import type { FunctionFact, Inventory } from './inventory';

const contract = 'add a `gradient_lens()` function with the command *Insert Model Contract*';

/** Why no reading of the file was even worth trying: what was looked for, and what to do. */
export function nothingFits(inventory: Inventory, subject: string | null): Problem {
  const problem = (code: string, message: string, line: number | null = null): Problem => ({
    code,
    message,
    file: inventory.file,
    line,
    column: null,
    details: '',
  });
  const functions = [...inventory.functions, ...inventory.classes.flatMap((fact) => fact.methods)];
  const subjectFact = [...functions, ...inventory.classes].find((fact) => fact.name === subject);
  if (subject !== null) {
    return problem(
      'no-reading',
      `\`${subject}\` takes no part in a cost whose gradients are computed here. Put the cursor in a backward ` +
        `function, or ${contract}.`,
      subjectFact?.line ?? null,
    );
  }
  if (functions.length === 0) {
    return problem(
      'no-functions',
      `the file defines no function. Write the cost and its gradients as functions, or ${contract}.`,
    );
  }
  const backward = functions.filter((fact) => kindOfFunction(fact) === 'backward');
  if (backward.length > 0 && backward.every(takesUpstream))
    return problem('no-model', layersOnly(backward), backward[0]!.line);
  if (backward.length > 0) {
    const first = backward.find((fact) => !takesUpstream(fact)) ?? backward[0]!;
    return problem(
      'no-cost',
      `no function that computes the cost J was found to go with \`${first.name}\`: names such as \`compute_cost\` or ` +
        `\`loss\` are looked for. Write one, or ${contract}.`,
      first.line,
    );
  }
  return problem(
    'no-backward',
    'no function that computes gradients was found: names such as `backward_propagation`, `backward`, `backprop` or ' +
      `\`compute_gradients\` are looked for, and functions that return a loss and its gradients. ${seen(inventory)}Rename yours, or ${contract}.`,
  );
}

/** `Not recognised: fit (line 12), step (line 20).`: those that may be meant, which are no plain part of a model. */
function seen({ file, functions, classes }: Inventory): string {
  const all = [...functions, ...classes.flatMap(({ methods }) => methods)];
  const others = all.filter(
    (fact) => fact.file === file && kindOfFunction(fact) === 'other' && !/^__/.test(fact.name),
  );
  // Lines of a notebook are those of its cells, which are not known here.
  const place = (line: number) => (/\.ipynb$/i.test(file) ? '' : ` (line ${line})`);
  const told = others.slice(0, 4).map(({ name, line }) => `\`${name}\`${place(line)}`);
  const more = others.length > told.length ? [`${others.length - told.length} more`] : [];
  const parts = [...told, ...more];
  return parts.length === 0 ? '' : `Not recognised: ${parts.join(', ')}. `;
}

function layersOnly(backward: readonly FunctionFact[]): string {
  const names = [...new Set(backward.map((fact) => `\`${fact.name}\``))].slice(0, 3);
  return (
    `${names.join(', ')} ${names.length === 1 ? 'takes' : 'take'} the gradient of a later layer, and no function puts the ` +
    `layers together to one cost. To check the whole model, ${contract}.`
  );
}
