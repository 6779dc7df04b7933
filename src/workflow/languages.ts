import { outlinePython } from '../source/outline';
import { leaveOutJavaScript } from '../source/javascript/leaveOut';
import { openedMainInJavaScript } from '../source/javascript/mainFunction';
import { isTypeScript } from '../source/javascript/parse';
import { trainingLoopsInJavaScript } from '../source/javascript/trainingLoops';
import { leaveOut } from '../source/leaveOut';
import { openedMain, type Opened } from '../source/mainBlock';
import type { CellLines } from '../source/notebook/cells';
import type { TrainingLoop } from '../core/binding/script/trainingLoop';
import { trainingLoops } from '../source/trainingLoops';
import { writtenCalls } from '../source/writtenCalls';
import type { WrittenCall } from '../core/binding/writtenCalls';
import type { LeftOut } from '../core/binding/inventory';
import type { Problem } from '../core/problem';
import type { Launch } from '../hosts/childProcess';
import { javascriptLaunch } from '../hosts/javascript/launch';
import { pythonLaunch } from '../hosts/python/launch';
import type { Runtime } from './checkModel';
import { inJavaScript } from './dialect';
import { moduleOfNotebook } from './notebook';

/** What of a file is loaded. */
export interface ModelText {
  readonly text: string;
  /** Top-level statements that are not run. */
  readonly leftOut: readonly LeftOut[];
  /** Loops among them that train, of which one pass can be called. */
  readonly loops?: readonly TrainingLoop[];
  /** Calls in the text whose arguments it states. */
  readonly calls?: readonly WrittenCall[];
  /** Where in the text the code cells of a notebook are; null for any other file. */
  readonly cells: readonly CellLines[] | null;
  /** A main block, or a function, whose statements are loaded as well. */
  readonly opened?: Opened;
  /** What is loaded where this does not give a model to check. */
  readonly otherwise?: ModelText;
}

/** A kind of model file: who runs it, and what of it is not run. */
export interface Language {
  readonly name: 'python' | 'javascript' | 'expression';
  readonly matches: RegExp;
  readonly launch: (runtime: Runtime, folder: string) => Promise<{ launch: Launch; interpreter: string }>;
  /** Puts a message into the words of the language. */
  readonly speak: (message: string) => string;
  /** What of the source is loaded. Throws a `ProblemError` where it cannot be told. */
  readonly read: (source: string, file: string) => ModelText;
}

const languages: readonly Language[] = [
  {
    name: 'python',
    matches: /\.pyw?$/i,
    launch: inPython,
    speak: (message) => message,
    read: readPython,
  },
  {
    name: 'python',
    matches: /\.ipynb$/i,
    launch: inPython,
    speak: (message) => message,
    read: moduleOfNotebook,
  },
  {
    name: 'javascript',
    matches: /\.[mc]?[jt]s$/i,
    launch: inNode,
    speak: inJavaScript,
    read: readJavaScript,
  },
  {
    name: 'expression',
    matches: /\.gradient\.(json|ya?ml)$/i,
    launch: inNode,
    speak: (message) => message,
    read: (source) => ({ text: source, leftOut: [], cells: null }),
  },
];

function readPython(source: string): ModelText {
  const leftOut = leaveOut(outlinePython(source));
  const calls = writtenCalls(source, 'python');
  const model = { text: source, leftOut, loops: trainingLoops(source, leftOut), calls, cells: null };
  const main = openedMain(source);
  return main === null ? model : { ...model, otherwise: { ...model, ...main } };
}

function readJavaScript(source: string, file: string): ModelText {
  const typescript = isTypeScript(file);
  const leftOut = leaveOutJavaScript(source, typescript);
  const calls = writtenCalls(source, typescript ? 'typescript' : 'javascript');
  const loops = trainingLoopsInJavaScript(source, typescript, leftOut);
  const model = { text: source, leftOut, loops, calls, cells: null };
  const main = openedMainInJavaScript(source, typescript);
  return main === null ? model : { ...model, otherwise: { ...model, ...main } };
}

async function inPython(runtime: Runtime, folder: string): Promise<{ launch: Launch; interpreter: string }> {
  const interpreter = await runtime.findPython();
  return { launch: pythonLaunch(interpreter, runtime.installation, folder), interpreter };
}

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
