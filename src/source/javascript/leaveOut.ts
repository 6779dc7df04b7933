import type { LeftOut } from '../../core/binding/inventory';
import { leaveOut } from '../leaveOut';
import type { OutlineFunction, PythonOutline } from '../outline';
import type { StatementFacts } from '../statements';
import { outlineJavaScript } from './outline';

/**
 * The top-level statements of a JavaScript or TypeScript file that a check does not run. What trains, plots or asks is
 * told as for Python, whose names have underscores.
 */
export function leaveOutJavaScript(text: string, typescript: boolean): readonly LeftOut[] {
  return leaveOut(withUnderscores(outlineJavaScript(text, typescript)));
}

function withUnderscores(outline: PythonOutline): PythonOutline {
  return {
    classes: outline.classes,
    functions: outline.functions.map((fact): OutlineFunction => ({
      ...fact,
      name: fact.name === 'constructor' ? '__init__' : underscored(fact.name),
      loops: fact.loops.map(plain),
      facts: plain(fact.facts),
    })),
    statements: outline.statements.map((statement) => ({ ...statement, facts: plain(statement.facts) })),
  };
}

function plain(facts: StatementFacts): StatementFacts {
  return {
    ...facts,
    // Callbacks of arrays and Node's own modules never train.
    calls: facts.calls
      .filter(({ root, name }) => !builtIn.test(root) && !arrayMethods.test(name))
      .map((call) => {
        const asks = /^(prompt|question|confirm)$/.test(call.name);
        if (asks) return { ...call, text: 'input', root: 'input', name: 'input' };
        const name = underscored(call.name);
        return { ...call, name, ...(call.root === call.text ? { root: call.text } : {}) };
      }),
    steps: facts.steps.map((step) => step.replace(/^this\./, 'self.')),
  };
}

const builtIn =
  /^(console|Math|JSON|Object|Array|Number|String|Float64Array|Float32Array|process|performance|Date|require)$/;
const arrayMethods =
  /^(forEach|map|reduce|filter|push|slice|concat|join|keys|values|entries|fill|from|flat|log)$/;

/** `trainModel` → `train_model`. */
function underscored(name: string): string {
  return name.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, after: string) => `${before}_${after.toLowerCase()}`,
  );
}
