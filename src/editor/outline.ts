/** What the editor needs to know about the functions of a text. One-based lines. */

export interface FunctionLine {
  /** As the check's `subject`: the class for a method, the function otherwise. */
  readonly subject: string;
  readonly name: string;
  readonly line: number;
}

/** The names by which hand-written backward functions go. */
const backwardName =
  /(^|_)(backward|backprop|backpropagation|backpropagate|back_prop|grad|grads|gradient|gradients)(_|$)/i;

export function isBackwardName(name: string): boolean {
  return backwardName.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2'));
}

interface Scope {
  readonly indent: number;
  readonly kind: 'class' | 'def';
  readonly name: string;
}

/** Functions that compute gradients, to put a lens above. */
export function backwardFunctions(text: string, languageId: string): readonly FunctionLine[] {
  if (languageId !== 'python') return [];
  const found: FunctionLine[] = [];
  walk(text, ({ line, scopes, definition }) => {
    if (definition?.kind === 'def' && isBackwardName(definition.name)) {
      const owner = scopes.find((scope) => scope.kind === 'class');
      found.push({ subject: owner?.name ?? definition.name, name: definition.name, line });
    }
  });
  return found;
}

/** The function or class that holds a line; null outside of all. */
export function subjectAt(text: string, languageId: string, line: number): string | null {
  if (languageId !== 'python') return null;
  let subject: string | null = null;
  walk(text, (at) => {
    if (at.line > line) return;
    const [outermost] = at.definition === null ? at.scopes : [...at.scopes, at.definition];
    subject = outermost?.name ?? null;
  });
  return subject;
}

interface Line {
  readonly line: number;
  /** Outermost first, without the definition that begins here. */
  readonly scopes: readonly Scope[];
  readonly definition: Scope | null;
}

function walk(text: string, visit: (line: Line) => void): void {
  let scopes: Scope[] = [];
  text.split(/\r\n|\r|\n/).forEach((content, index) => {
    if (/^\s*(#|$)/.test(content)) return;
    const indent = (/^\s*/.exec(content)?.[0] ?? '').length;
    const match = /^\s*(?:async\s+)?(def|class)\s+([\p{L}_][\p{L}\p{N}_]*)/u.exec(content);
    scopes = scopes.filter((scope) => scope.indent < indent);
    const definition: Scope | null =
      match === null ? null : { indent, kind: match[1] === 'class' ? 'class' : 'def', name: match[2] ?? '' };
    visit({ line: index + 1, scopes, definition });
    if (definition !== null) scopes = [...scopes, definition];
  });
}
