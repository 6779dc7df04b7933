import { foundChoice, type DataChoice } from './dataChoices';
import type { Context } from './explore';
import { requiredOf } from './functionKinds';
import type { ClassFact } from './inventory';
import { arraySource, filled } from './madeArrays';
import { Generator } from '../random';
import { roleOfArgument } from './roles';
import type { Sizes } from './networkSizes';

/** The group of data that an object was built with, so that no call has to take them. */
export const builtWith = 'built with';

/** True for a class whose objects are built with the data: `NeuralNetwork(X, y)`. */
export function takesDataWhenBuilt({
  constructorParameters,
}: Pick<ClassFact, 'constructorParameters'>): boolean {
  return requiredOf({ parameters: constructorParameters }).some(
    ({ name }) => roleOfArgument(name) === 'inputs',
  );
}

/** The data to build an object with: the file's, or made to suit the sizes. The same data go to all its methods. */
export async function dataToBuildWith(
  sizes: Sizes,
  { found, options, session }: Context,
): Promise<DataChoice> {
  const own = found.find((data) => data.labels !== null);
  if (own !== undefined) return foundChoice(own);
  const { examples, seed } = options;
  const generator = new Generator(seed);
  const features = filled([examples, sizes.inputs], () => generator.normal());
  const binary = filled([examples, sizes.outputs], () => generator.whole(2));
  const inputs = await session.keep('inputs', arraySource(features));
  const labels = await session.keep('labels', arraySource(binary));
  const made = {
    inputs: inputs.source,
    labels: labels.source,
    examples,
    classes: null,
    inputsText: `made: ${examples} examples of ${sizes.inputs} normal features, shape (${examples}, ${sizes.inputs})`,
    labelsText: `made: labels 0 and 1, shape (${examples}, ${sizes.outputs})`,
    group: builtWith,
  };
  return {
    ...made,
    entries: [
      { role: 'inputs', name: 'inputs', line: null, how: made.inputsText },
      { role: 'labels', name: 'labels', line: null, how: made.labelsText },
    ],
    made,
    shapes: null,
    classNumbers: false,
  };
}
