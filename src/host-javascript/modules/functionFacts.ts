import type { ClassFact, FunctionFact } from '../../core/binding/inventory';
import {
  outlineJavaScript,
  type JavaScriptFunction,
  type JavaScriptOutline,
} from '../../source/javascript/outline';
import { isTypeScript } from '../../source/javascript/parse';
import { isClass, type FunctionFacts } from '../describe';
import type { OwnFile, Project } from './project';

/** Tells for a function in memory what its file says about it: arguments, lines, what it returns. */
export class FunctionIndex {
  readonly #outlines = new Map<OwnFile, JavaScriptOutline>();
  readonly #known = new WeakMap<CallableFunction, FunctionFact>();

  constructor(private readonly project: Project) {}

  readonly factsOf: FunctionFacts = (callable) => {
    const known = this.#known.get(callable);
    if (known !== undefined) return known;
    const fact = this.#find(callable);
    this.#known.set(callable, fact);
    return fact;
  };

  classFact(value: object, name: string): ClassFact {
    const at = this.#placeOf(value as CallableFunction);
    const outlined = at?.outline.functions.filter((fact) => fact.className === name) ?? [];
    const made = outlined.find((fact) => fact.name === 'constructor');
    const methods: FunctionFact[] = [];
    for (let level: unknown = value; isClassLike(level); level = Object.getPrototypeOf(level)) {
      const { prototype } = level as { prototype: object };
      for (const [key, { value: member }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
        if (
          typeof member === 'function' &&
          key !== 'constructor' &&
          !methods.some((fact) => fact.name === key)
        )
          methods.push({ ...this.factsOf(member as CallableFunction), name: key });
      }
    }
    return {
      name,
      file: at?.own.file ?? '',
      line: at?.outline.classes.find((fact) => fact.name === name)?.line ?? at?.line ?? 1,
      constructorParameters: made?.facets ?? [],
      methods,
    };
  }

  #find(callable: CallableFunction): FunctionFact {
    const at = this.#placeOf(callable);
    if (at !== null && isClass(callable)) {
      const { line, constructorParameters } = this.classFact(callable, callable.name);
      const { file } = at.own;
      return {
        name: callable.name,
        parameters: constructorParameters,
        file,
        line,
        endLine: line,
        returns: [],
      };
    }
    const candidates = at?.outline.functions.filter((fact) => fact.ownLine === at.line) ?? [];
    const found: JavaScriptFunction | undefined =
      candidates.find((fact) => fact.name === callable.name) ?? candidates[0];
    if (at === null || found === undefined) {
      return {
        name: callable.name,
        parameters: [],
        file: at?.own.file ?? '',
        line: at?.line ?? 1,
        endLine: at?.line ?? 1,
        returns: [],
      };
    }
    const { facets, line, endLine, returns, uses } = found;
    return {
      name: callable.name || found.name,
      parameters: facets,
      file: at.own.file,
      line,
      endLine,
      returns,
      uses,
    };
  }

  /** V8 tells the text of a function as it was compiled, and lines are the user's there as well. */
  #placeOf(callable: CallableFunction): { own: OwnFile; outline: JavaScriptOutline; line: number } | null {
    const text = Function.prototype.toString.call(callable);
    for (const own of this.project.files.values()) {
      const at = own.runnable.code.indexOf(text);
      if (at < 0) continue;
      const line = own.runnable.code.slice(0, at).split(/\r\n|\r|\n/).length;
      return { own, outline: this.#outlineOf(own), line };
    }
    return null;
  }

  #outlineOf(own: OwnFile): JavaScriptOutline {
    let outline = this.#outlines.get(own);
    if (outline === undefined) {
      outline = outlineJavaScript(own.text, isTypeScript(own.file));
      this.#outlines.set(own, outline);
    }
    return outline;
  }
}

function isClassLike(value: unknown): boolean {
  return typeof value === 'function' && typeof (value as { prototype?: unknown }).prototype === 'object';
}
