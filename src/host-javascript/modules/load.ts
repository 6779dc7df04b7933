import { pathToFileURL } from 'node:url';
import type { HostFailure } from '../../core/failure';
import type { LoadRequest } from '../../protocol/host';
import { asHostError, HostError } from '../failures';
import type { LoadedModel, Loader } from '../loader';
import { seedGenerators } from '../randomness';
import { samplesAtLimit, TimeLimitReached, within } from '../timeLimit';
import { endlessLoop } from './endlessLoop';
import { FunctionIndex } from './functionFacts';
import { placesOf } from './gradientPlaces';
import { inventoryOf, namespaceOf } from './inventory';
import { ImportFirst, Project, type Instrumentation, type OwnFile } from './project';
import { Tracer } from './tracer';

const mostImports = 50;

/**
 * Loads a JavaScript or TypeScript file, ES module or CommonJS, with the files that it imports: as it is, so that costs are
 * evaluated at full speed, and once more with probes in it, if the lines of the gradients are asked for.
 */
export const loadModule: Loader = async (request) => {
  const packages = new Map<string, unknown>();
  const [own, project] = await run(request, null, packages);
  return {
    ...modelOf(own, project),
    trace: () => ({ gradients: [] }),
    observed: async (observer) => {
      seedGenerators(request.seed);
      const [copy, probed] = await run(request, observer, packages);
      return { ...modelOf(copy, probed), trace: () => ({ gradients: [] }) };
    },
    instrumented: async () => {
      const tracer = new Tracer();
      seedGenerators(request.seed);
      const [copy, probed] = await run(request, tracer, packages);
      return {
        ...modelOf(copy, probed),
        trace: (compute) => ({
          gradients: tracer.watch(compute).map((returned) => placesOf(returned, tracer)),
        }),
      };
    },
  };
};

/** Runs the files; again after each package that can only be had by `import()`. */
async function run(
  request: LoadRequest,
  instrumentation: Instrumentation | null,
  packages: Map<string, unknown>,
): Promise<[OwnFile, Project]> {
  for (let attempt = 0; ; attempt++) {
    const project = new Project(request, instrumentation, packages);
    try {
      return [await runMain(project, request), project];
    } catch (error) {
      if (!(error instanceof ImportFirst) || attempt >= mostImports)
        throw asHostError(error, loopOf(error, project), [...project.files.keys()]);
      packages.set(error.path, await import(/* webpackIgnore: true */ pathToFileURL(error.path).href));
    }
  }
}

function loopOf(error: unknown, project: Project): Partial<HostFailure> {
  return error instanceof TimeLimitReached ? endlessLoop(samplesAtLimit(), textsOf(project)) : {};
}

function textsOf(project: Project): ReadonlyMap<string, string> {
  return new Map([...project.files.values()].map(({ file, text }) => [file, text]));
}

async function runMain(project: Project, request: LoadRequest): Promise<OwnFile> {
  const { own, done } = within(request.loadTimeout, () => project.run(request.file));
  if (own.runnable.async) await settled(done, request.loadTimeout);
  return own;
}

/** Waits for a file that waits at its top level, but not for ever. */
async function settled(done: unknown, seconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const failure = { kind: 'timeout', message: `It did not end within ${seconds} s.` } as const;
    timer = setTimeout(() => reject(new HostError(failure)), seconds * 1000);
  });
  try {
    await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

function modelOf(own: OwnFile, project: Project): Omit<LoadedModel, 'trace'> {
  const index = new FunctionIndex(project);
  const namespace = namespaceOf(own);
  return {
    inventory: inventoryOf(own.file, namespace, index),
    namespace,
    factsOf: index.factsOf,
    whereabouts: () => endlessLoop(samplesAtLimit(), textsOf(project)),
    ownFiles: () => [...project.files.keys()],
    state: () => [...project.files.values()].map(({ top }) => top),
  };
}
