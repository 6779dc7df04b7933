import { pathToFileURL } from 'node:url';
import type { LoadRequest } from '../../protocol/host';
import { asHostError, HostError } from '../failures';
import type { LoadedModel, Loader } from '../loader';
import { within } from '../timeLimit';
import { FunctionIndex } from './functionFacts';
import { placesOf } from './gradientPlaces';
import { inventoryOf, namespaceOf } from './inventory';
import { ImportFirst, Project, type OwnFile } from './project';
import { Tracer } from './tracer';

const mostImports = 50;

/** Loads a JavaScript or TypeScript file, ES module or CommonJS, with the files that it imports. */
export const loadModule: Loader = async (request) => {
  const tracer = new Tracer();
  const packages = new Map<string, unknown>();
  try {
    for (let attempt = 0; ; attempt++) {
      const project = new Project(request, tracer, packages);
      try {
        const own = await runMain(project, request);
        return loadedModel(own, project, tracer);
      } catch (error) {
        if (!(error instanceof ImportFirst) || attempt >= mostImports) throw error;
        packages.set(error.path, await import(/* webpackIgnore: true */ pathToFileURL(error.path).href));
      }
    }
  } catch (error) {
    throw asHostError(error, {}, request.file);
  }
};

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

function loadedModel(own: OwnFile, project: Project, tracer: Tracer): LoadedModel {
  const index = new FunctionIndex(project);
  const namespace = namespaceOf(own);
  return {
    inventory: inventoryOf(own.file, namespace, index),
    namespace,
    factsOf: index.factsOf,
    trace: (run) => ({
      gradients: tracer.watch(run).map((returned) => placesOf(returned, tracer)),
    }),
  };
}
