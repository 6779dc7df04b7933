import { described, notANumber } from '../binding/words';
import type { HostFailure } from '../failure';
import type { Problem } from '../problem';

/** What was going on when the model failed. */
export interface FailureContext {
  readonly file: string;
  readonly stage: 'load' | 'bind' | 'check' | 'data';
  /** The interpreter that ran the model, for packages that it lacks. */
  readonly interpreter?: string;
  /** The file declares a model contract already. */
  readonly contract?: boolean;
  /** Name of the function that was called, where the failure does not tell. */
  readonly call?: string;
}

/** Words a failure of the model's process: what, where, and what to do about it. */
export function problemOfFailure(failure: HostFailure, context: FailureContext): Problem {
  return {
    code: failure.kind === 'result' ? 'result' : failure.kind,
    message: sentence(failure, context),
    file: failure.file ?? context.file,
    line: failure.line ?? null,
    column: failure.column ?? null,
    details: failure.trace ?? failure.message,
  };
}

function sentence(failure: HostFailure, context: FailureContext): string {
  // What the loader of expression models says is a sentence with its remedy already.
  if (failure.type === 'ExpressionModelError') return failure.message;
  switch (failure.kind) {
    case 'not-started':
      return `${context.interpreter ?? 'the interpreter'} could not be started (${asClause(failure.message)}). Choose another interpreter, or correct its path.`;
    case 'syntax':
      return `the file cannot be parsed: ${asClause(failure.message)}. Correct the line and check again.`;
    case 'exception':
      return exception(failure, context);
    case 'exit':
      return exit(failure, context);
    case 'missing-module':
      return missingModule(failure, context);
    case 'timeout':
      return timeout(failure, context);
    case 'memory':
      return memory(failure, context);
    case 'not-complex':
      return notComplex(failure);
    case 'result':
      return result(failure, context);
    case 'internal':
      return `the process that runs the model failed: ${asClause(failure.message)}. The log has the details.`;
  }
}

function memory(failure: HostFailure, context: FailureContext): string {
  const limit = /more than ([\d.]+) GB/.exec(failure.message)?.[1];
  const needed = limit === undefined ? 'more memory than there is' : `more than ${limit} GB of memory`;
  return `${doing(failure, context)} needed ${needed}. Use less data or a smaller network.`;
}

/** "loading the file" or "`compute_cost`". */
function doing(failure: HostFailure, { stage, call }: FailureContext): string {
  const name = functionName(failure) ?? call;
  if (name !== undefined && name !== null) return `\`${name}\``;
  if (stage === 'load') return 'loading the file';
  if (stage === 'data') return 'fetching the data';
  return failure.section === 'gradient' ? 'computing the gradients' : 'evaluating the cost';
}

function functionName(failure: HostFailure): string | null {
  const name = failure.function;
  return name === undefined || name === '' || name.startsWith('<module')
    ? null
    : name.replace(/^.*\.<locals>\./, '');
}

function exception(failure: HostFailure, context: FailureContext): string {
  if (failure.type === 'ReplacedBuiltin')
    return `the model replaces the built-in \`${failure.message}\`, which the check itself needs. Give the function of the model another name.`;
  const what = failure.type === undefined ? '' : `${failure.type}`;
  const message = asClause(failure.message);
  const told = [what, message].filter((text) => text !== '').join(': ');
  if (failure.hidden !== undefined)
    return `the file ${failure.hiding} hides the module \`${failure.hidden}\`, which is needed here (${told}). Rename that file.`;
  const name = functionName(failure);
  if (context.stage === 'load') {
    const where =
      name === null ? 'loading the file raised' : `\`${name}\`, called while the file was loaded, raised`;
    return `${where} ${told}. ${adviceWhileLoading(failure)}`;
  }
  const where = name === null ? `${doing(failure, context)} raised` : `\`${name}\` raised`;
  return `${where} ${told}. ${adviceWhileCalling(failure, context)}`;
}

function adviceWhileLoading(failure: HostFailure): string {
  if (failure.type === 'FileNotFoundError') {
    return 'Paths are relative to the folder of the file; put the data there, or correct the path.';
  }
  if (failure.type === 'EOFError') return noInput;
  return 'Correct it, or put what a check does not need under `if __name__ == "__main__":`.';
}

const noInput = 'Nothing can be typed during a check; give the value in the file instead.';

function adviceWhileCalling(failure: HostFailure, { stage, contract }: FailureContext): string {
  if (failure.type === 'EOFError') return noInput;
  if (/^Cannot assign to read only property/.test(failure.message) && functionName(failure) === null)
    return 'The check moves every parameter a little; take away the `Object.freeze` of its array.';
  if (stage === 'check') return 'The check moves every parameter a little; the model must accept that.';
  if (stage === 'data') return 'Correct it, and try again.';
  if (contract) return 'Correct it, or what the model contract hands to it.';
  return 'If it was called with the wrong inputs, add a `gradient_lens()` function with the command *Insert Model Contract*.';
}

function exit(failure: HostFailure, context: FailureContext): string {
  const loading = context.stage === 'load';
  const ended = /process ended (.*)$/.exec(failure.message)?.[1];
  if (ended !== undefined) {
    const during = loading ? 'while the file was loaded' : 'during a call of the model';
    const advice = ended.includes('SIGKILL')
      ? 'Look for a call that ends processes, or use less memory: the system may have ended it for that.'
      : 'Look for a crash in compiled code, or a call such as `os._exit`.';
    return `the process that runs the model ended ${ended} ${during}. ${advice}`;
  }
  const name = functionName(failure);
  const told = loading
    ? 'the file asked to exit while it was loaded, so nothing could be checked.'
    : `${name === null ? doing(failure, context) : `\`${name}\``} asked to exit, so the check could not go on.`;
  return `${told} Remove the call, or put it under \`if __name__ == "__main__":\`.`;
}

function missingModule(failure: HostFailure, { interpreter }: FailureContext): string {
  const module = failure.module ?? 'a package';
  const top = module.split('.')[0]!;
  const inside = interpreter === undefined || interpreter === '' ? '' : ` in ${interpreter}`;
  const run = interpreter === undefined || interpreter === '' ? 'pip' : `${quoted(interpreter)} -m pip`;
  return (
    `the package \`${top}\` is not installed${inside}. Install it with \`${run} install ${packageOf(top)}\`, ` +
    'or select the interpreter that has it.'
  );
}

/** Packages that are installed under another name than they are imported by. */
const packages: Readonly<Record<string, string>> = {
  sklearn: 'scikit-learn',
  skimage: 'scikit-image',
  cv2: 'opencv-python',
  PIL: 'pillow',
  yaml: 'pyyaml',
};

function packageOf(module: string): string {
  return packages[module] ?? module;
}

function quoted(path: string): string {
  return /\s/.test(path) ? `"${path}"` : path;
}

function timeout(failure: HostFailure, context: FailureContext): string {
  const limit = /([\d.]+)\s*(s\b|sec|second)/.exec(failure.message)?.[1];
  const after =
    limit === undefined
      ? 'did not finish within the time limit in seconds'
      : `did not finish within ${limit} seconds`;
  if (context.stage === 'load') {
    return `loading the file ${after}. Put training under \`if __name__ == "__main__":\`, or raise the load time limit.`;
  }
  return `${doing(failure, context)} ${after}. Look for an endless loop, or raise the evaluation time limit.`;
}

function notComplex({ message }: HostFailure): string {
  return `the model does not take complex parameters (${asClause(message)}). Choose another scheme.`;
}

function result(failure: HostFailure, context: FailureContext): string {
  const { found, tensor } = failure;
  if (tensor !== undefined) {
    if (found === undefined)
      return `${tensor} cannot be read where the model keeps it (${asClause(failure.message)}). Leave the arrays of the parameters where they are, and change what they hold.`;
    const what = `is ${described(found)}`;
    return `the gradient of ${tensor} ${what}; the check needs numbers of the same shape as ${tensor}.`;
  }
  const name = context.call ?? functionName(failure);
  const subject = name === null || name === undefined ? 'the cost function' : `\`${name}\``;
  if (found === undefined && failure.message.trim() === '')
    return `${subject} gave nothing that the check can use. Return the cost as a number.`;
  return found === undefined ? `${asClause(failure.message)}.` : `${subject} ${notANumber(found)}`;
}

/** One line, without a full stop at its end, at a length that a problem list can show. */
function asClause(message: string): string {
  const line = message.trim().replace(/\s+/g, ' ').replace(/\.$/, '');
  return line.length <= 200 ? line : `${line.slice(0, 199)}…`;
}
