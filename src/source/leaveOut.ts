import type { LeftOut } from '../core/binding/inventory';
import type { PythonOutline, Statement } from './outline';
import type { CallFact } from './statements';
import { loopReason, trainersOf, trainingCall, type Trainers } from './training';

const plotRoots =
  /^(plt|pyplot|pylab|sns|seaborn|plotly|px|go|ax\d*|axes|axs|fig\d*|figure|bokeh|visdom|viz)$/;
const plotNames =
  /^(show|plot|scatter|imshow|savefig|draw|subplots?|figure|hist|legend|xlabel|ylabel|title|plot_\w+|show_\w+|draw_\w+|visuali[sz]e\w*|display|\w+_plot|animate)$/;
const checkNames =
  /(grad(ient)?s?_?check\w*|check_?grad\w*|numerical_?grad\w*|numeric_?grad\w*|eval_numerical\w*)$/i;

/**
 * The top-level statements that a check does not run: those that train, plot, or wait for input, and those that need
 * what these would have made. Definitions, data and initial parameters stay.
 */
export function leaveOut(outline: PythonOutline): readonly LeftOut[] {
  const trainers = trainersOf(outline);
  const functions = new Set(outline.functions.map(({ name }) => name));
  const left: LeftOut[] = [];
  /** Names that statements left out would have made or changed, with the word for who would have. */
  const missing = new Map<string, string>();
  for (const statement of outline.statements) {
    const { facts, line, endLine } = statement;
    const own = ownReason(statement, trainers, functions);
    const needed =
      own === null && canDepend(statement) ? [...facts.reads].find((name) => missing.has(name)) : undefined;
    const reason =
      own?.text ??
      (needed === undefined ? null : `it needs \`${needed}\`, which ${missing.get(needed)} makes`);
    if (reason === null) {
      for (const name of facts.binds) missing.delete(name);
      continue;
    }
    left.push({ line, endLine, reason });
    const maker = own?.maker ?? missing.get(needed!)!;
    for (const name of [...facts.binds, ...facts.changes]) {
      if (!definedThere(outline, name)) missing.set(name, maker);
    }
  }
  return left;
}

interface Reason {
  readonly text: string;
  /** Completes "it needs `costs`, which ... makes". */
  readonly maker: string;
}

function ownReason(statement: Statement, trainers: Trainers, own: ReadonlySet<string>): Reason | null {
  const { kind, facts } = statement;
  if (kind === 'import' || kind === 'function' || kind === 'class' || kind === 'main') return null;
  if (facts.calls.some((call) => call.text === 'input' || call.text === 'raw_input')) {
    return { text: 'it asks for input', maker: 'an answer' };
  }
  if (facts.calls.some((call) => call.root === 'get_ipython')) {
    return { text: 'it is a command to the notebook', maker: 'the notebook' };
  }
  if (kind === 'for' || kind === 'while') {
    const loop = loopReason(statement);
    if (loop !== null) return { text: loop, maker: 'the loop' };
  }
  const training = trainingCall(facts, trainers);
  if (training !== null) return { text: `\`${training.text}\` trains the model`, maker: 'training' };
  if (facts.calls.some((call) => checkNames.test(call.name))) {
    return { text: 'it checks gradients itself', maker: 'that check' };
  }
  if (plots(statement)) return { text: 'it plots', maker: 'a plot' };
  // A built-in of notebooks, unless the file has its own.
  if (facts.calls.some(({ text }) => text === 'display' && !own.has(text)))
    return { text: 'it plots', maker: 'a plot' };
  return null;
}

function plots({ kind, facts }: Statement): boolean {
  const plotting = (call: CallFact): boolean =>
    (plotRoots.test(call.root) && call.root !== call.text && call.name !== 'imread') ||
    (call.root !== call.text && /^(show|savefig|imshow)$/.test(call.name)) ||
    (call.root === call.text && plotNames.test(call.name) && !/^(title|figure|display)$/.test(call.name));
  if (facts.calls.some(plotting)) return true;
  return (
    kind === 'assign' &&
    [...facts.changes].some((name) => plotRoots.test(name) && /^(plt|pyplot|pylab|sns)$/.test(name))
  );
}

/** Definitions do not need their names before they are called. */
function canDepend({ kind }: Statement): boolean {
  return kind !== 'import' && kind !== 'function' && kind !== 'class' && kind !== 'main';
}

function definedThere(outline: PythonOutline, name: string): boolean {
  return (
    [...outline.functions, ...outline.classes].some((fact) => fact.name === name) ||
    /^(np|plt|self)$/.test(name)
  );
}
