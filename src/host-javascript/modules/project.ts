import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import type { LoadRequest } from '../../protocol/host';
import { missingPackage, syntaxFailure } from './failures';
import { resolveImport } from './resolve';
import { runnableText, type Instrument, type RunnableText } from './transform';

/** A file of the user's own that was run, or is being run. */
export interface OwnFile {
  readonly file: string;
  readonly text: string;
  readonly runnable: RunnableText;
  readonly module: { exports: unknown };
  /** The values of the top level; empty until the file has run to its end. */
  top: object;
}

/** What instrumented text calls, and how the text comes to do so. */
export interface Instrumentation {
  readonly probes: object;
  /** Probes name sites by their index. */
  readonly sites: { length: number };
  readonly instrument: Instrument;
}

type Run = (
  exports: unknown,
  require: NodeJS.Require,
  module: object,
  filename: string,
  folder: string,
  top: (values: object) => void,
  meta: object,
  probes: object,
) => unknown;

/** Of the files that a model file imports all is run. */
const all = { leaveOut: [], loops: [] };

/** The model file and all files of the user's own that it imports. */
export class Project {
  readonly files = new Map<string, OwnFile>();

  constructor(
    private readonly request: LoadRequest,
    /** Null to run the files as they are. */
    private readonly instrumentation: Instrumentation | null,
    /** Packages that cannot be required, by the path that was asked for. */
    private readonly packages: ReadonlyMap<string, unknown>,
  ) {}

  /** Runs a file. The result is a promise if the file waits at its top level. */
  run(file: string): { readonly own: OwnFile; readonly done: unknown } {
    const main = file === this.request.file;
    const text = (main ? this.request.source : readFileSync(file, 'utf8')).replace(/^\uFEFF/, '');
    const { runnable, code } = this.#compile(file, text);
    const own: OwnFile = { file, text, runnable, module: { exports: {} }, top: {} };
    this.files.set(file, own);
    const meta = { url: pathToFileURL(file).href, filename: file, dirname: dirname(file) };
    const keep = (values: object): void => {
      own.top = values;
    };
    const require = this.#requireFrom(file);
    const { exports } = own.module;
    const done = code.call(
      exports,
      exports,
      require,
      own.module,
      file,
      dirname(file),
      keep,
      meta,
      this.instrumentation?.probes ?? {},
    );
    return { own, done };
  }

  /** Instrumented where that gives a program; the text as it is otherwise, which then also tells what is wrong with it. */
  #compile(file: string, text: string): { runnable: RunnableText; code: Run } {
    const main = file === this.request.file;
    const wanted = main ? { leaveOut: this.request.leaveOut, loops: this.request.loops ?? [] } : all;
    if (this.instrumentation !== null) {
      const { sites, instrument } = this.instrumentation;
      const before = sites.length;
      try {
        return compiled(file, runnableText(file, text, wanted, instrument));
      } catch {
        sites.length = before;
      }
    }
    try {
      return compiled(file, runnableText(file, text, wanted, null));
    } catch (error) {
      throw syntaxFailure(error, file, text);
    }
  }

  #requireFrom(file: string): NodeJS.Require {
    const native = createRequire(file);
    const load = (request: string): unknown => {
      const target = resolveImport(request, file);
      if (target.kind === 'own') return this.#exportsOf(target.file);
      try {
        return native(target.request);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException | null)?.code;
        if (code === 'ERR_REQUIRE_ESM' || code === 'ERR_REQUIRE_ASYNC_MODULE') {
          const path = native.resolve(request);
          if (this.packages.has(path)) return this.packages.get(path);
          throw new ImportFirst(path);
        }
        throw missingPackage(error, request, file, this.files.get(file)?.text ?? '') ?? error;
      }
    };
    return Object.assign(load, native, { main: undefined });
  }

  #exportsOf(file: string): unknown {
    const known = this.files.get(file);
    if (known !== undefined) return known.module.exports;
    const { own, done } = this.run(file);
    if (own.runnable.async) (done as Promise<unknown>).catch(() => undefined);
    return own.module.exports;
  }
}

/** A package can only be had by `import()`, which takes its time; after it the file is run again. */
export class ImportFirst extends Error {
  constructor(readonly path: string) {
    super(`${path} must be imported.`);
  }
}

function compiled(file: string, runnable: RunnableText): { runnable: RunnableText; code: Run } {
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname', '__top', '__glMeta', '__gl'];
  const code = compileFunction(runnable.code, parameters, { filename: file }) as unknown as Run;
  return { runnable, code };
}
