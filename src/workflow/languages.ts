import { outlinePython } from '../source/outline';
import { leaveOutJavaScript } from '../source/javascript/leaveOut';
import { isTypeScript } from '../source/javascript/parse';
import { leaveOut } from '../source/leaveOut';
import type { LeftOut } from '../core/binding/inventory';
import type { Problem } from '../core/problem';
import type { Launch } from '../hosts/childProcess';
import { javascriptLaunch } from '../hosts/javascript/launch';
import { pythonLaunch } from '../hosts/python/launch';
import type { Runtime } from './checkModel';
import { inJavaScript } from './dialect';

/** A kind of model file: who runs it, and what of it is not run. */
export interface Language {
  readonly name: 'python' | 'javascript' | 'expression';
  readonly matches: RegExp;
  readonly launch: (runtime: Runtime, folder: string) => Promise<{ launch: Launch; interpreter: string }>;
  /** Puts a message into the words of the language. */
  readonly speak: (message: string) => string;
  /** Top-level statements to leave out when loading. */
  readonly leaveOut: (source: string, file: string) => readonly LeftOut[];
}

const languages: readonly Language[] = [
  {
    name: 'python',
    matches: /\.pyw?$/i,
    launch: async (runtime, folder) => {
      const interpreter = await runtime.findPython();
      return { launch: pythonLaunch(interpreter, runtime.installation, folder), interpreter };
    },
    speak: (message) => message,
    leaveOut: (source) => leaveOut(outlinePython(source)),
  },
  {
    name: 'javascript',
    matches: /\.[mc]?[jt]s$/i,
    launch: inNode,
    speak: inJavaScript,
    leaveOut: (source, file) => leaveOutJavaScript(source, isTypeScript(file)),
  },
  {
    name: 'expression',
    matches: /\.gradient\.(json|ya?ml)$/i,
    launch: inNode,
    speak: (message) => message,
    leaveOut: () => [],
  },
];

async function inNode(runtime: Runtime, folder: string): Promise<{ launch: Launch; interpreter: string }> {
  const launch = javascriptLaunch(runtime.node, runtime.installation, folder);
  return { launch, interpreter: runtime.node.path };
}

/** Null if Gradient Lens cannot run such a file. */
export function languageOf(file: string): Language | null {
  return languages.find(({ matches }) => matches.test(file)) ?? null;
}

/** A problem in the words of the file's language. */
export function inWordsOf(file: string, problem: Problem): Problem {
  return { ...problem, message: languageOf(file)?.speak(problem.message) ?? problem.message };
}
