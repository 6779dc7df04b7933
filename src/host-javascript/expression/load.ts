import type { FunctionFact } from '../../core/binding/inventory';
import type { Loader, LoadedModel, ReturnedGradient } from '../loader';
import type { LoadRequest, TraceReply } from '../../protocol/host';
import { asHostError } from '../failures';
import { within } from '../timeLimit';
import { compileModel, type CompiledModel, type Statement } from './compile';
import { ComplexEvaluation } from './complexEvaluation';
import { parseText } from './document';
import { Evaluation, type Progress } from './evaluation';
import { readModelFile, type ModelFile } from './modelFile';
import { SourceText, type Span } from './sourceText';
import { symbolicDerivatives } from './symbolic';

/** Loads an expression model. Its only top-level name is the contract function `gradientLens`. */
export const loadExpressionModel: Loader = (request) => {
  const source = new SourceText(request.file, request.source);
  const progress: Progress = { statement: null };
  const whereabouts = () => {
    const { statement } = progress;
    if (statement === null) return {};
    const { file, line, column } = source.place(statement.span, '');
    return { file, line, column, function: statement.name };
  };
  try {
    return { ...within(request.loadTimeout, () => load(request, source, progress)), whereabouts };
  } catch (error) {
    throw asHostError(error, whereabouts(), null);
  }
};

function load({ file }: LoadRequest, source: SourceText, progress: Progress): LoadedModel {
  const modelFile = readModelFile(parseText(source), source);
  const compiled = compileModel(modelFile, source);
  const evaluation = new Evaluation(modelFile.parameters, compiled, source, progress);

  const { parameters, cost, gradients } = evaluation;
  const gradientLens = () => ({ parameters, cost, gradients });
  const facts = functionFacts(modelFile, source);
  let complex: ComplexEvaluation | null = null;
  return {
    inventory: { file, functions: [facts.gradientLens], classes: [], values: [], standIns: [] },
    namespace: { gradientLens },
    factsOf: (callable) =>
      callable === cost ? facts.cost : callable === gradients ? facts.gradients : facts.gradientLens,
    imaginaryCost: (parameter, index, distance) => {
      complex ??= new ComplexEvaluation(compiled, evaluation, source, progress);
      return complex.imaginaryCost(parameter, index, distance);
    },
    trace: (run) => trace(run(), compiled, source, parameters),
  };
}

function functionFacts({ cost, gradientsSpan }: ModelFile, source: SourceText) {
  const fact = (name: string, span: Span, returned: readonly string[]): FunctionFact => {
    const { line, endLine } = source.place(span, name);
    return { name, parameters: [], file: source.file, line, endLine, returns: [returned] };
  };
  return {
    gradientLens: fact('gradientLens', { start: 0, end: source.text.trimEnd().length }, [
      'parameters',
      'cost',
      'gradients',
    ]),
    cost: fact('cost', cost.span, [cost.text.trim()]),
    gradients: fact('gradients', gradientsSpan, ['gradients']),
  };
}

/** A gradient was made where its expression stands: under `gradients`, or under `let` if it is a mere name from there. */
function trace(
  returned: readonly ReturnedGradient[],
  compiled: CompiledModel,
  source: SourceText,
  parameters: Readonly<Record<string, unknown>>,
): TraceReply {
  const statements = [...compiled.definitions, ...compiled.gradients];
  const gradients = returned.flatMap(({ tensor }) => {
    const statement = compiled.gradients.find(({ name }) => name === tensor);
    if (statement === undefined) return [];
    const origin = originOf(statement, compiled);
    return {
      tensor,
      made: source.place(origin.span, compiled.gradients.includes(origin) ? 'gradients' : 'let'),
      madeZero: false,
      changed: [],
      ordinal: statements.indexOf(origin),
    };
  });
  const symbolic = symbolicDerivatives(compiled, parameters);
  return symbolic.length === 0 ? { gradients } : { gradients, symbolic };
}

function originOf(statement: Statement, compiled: CompiledModel): Statement {
  let origin = statement;
  while (origin.work.kind === 'expression' && origin.work.node.type === 'SymbolNode') {
    const name = origin.work.node.toString();
    const definition = compiled.definitions.find((candidate) => candidate.name === name);
    if (definition === undefined) break;
    origin = definition;
  }
  return origin;
}
