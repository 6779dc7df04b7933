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
      constructorParameters: made?.facets ?? at?.outline.functions.find(isAt(at.line, name))?.facets ?? [],
      methods,
    };
  }

  /** A function that returns an object of functions is, for its callers, a class; null for another function. */
  factoryFact(callable: CallableFunction, name: string): ClassFact | null {
    const at = this.#placeOf(callable);
    const made = at?.outline.functions.find(isAt(at.line, callable.name));
    if (at === null || made === undefined || made.makes.length < 2) return null;
    const inside = at.outline.functions.filter(
      (fact) => fact.nested && fact.line >= made.line && fact.endLine <= made.endLine,
    );
    const methods = inside
      .filter((fact) => made.makes.includes(fact.name))
      .map((fact) => factOf(fact, fact.name, at.own.file));
    return { name, file: at.own.file, line: made.line, constructorParameters: made.facets, methods };
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
    return factOf(found, callable.name || found.name, at.own.file);
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

function isAt(line: number, name: string) {
  return (fact: JavaScriptFunction): boolean => fact.ownLine === line && fact.name === name;
}

function factOf(found: JavaScriptFunction, name: string, file: string): FunctionFact {
  const { facets, line, endLine, returns, uses } = found;
  return { name, parameters: facets, file, line, endLine, returns, uses };
}

function isClassLike(value: unknown): boolean {
  return typeof value === 'function' && typeof (value as { prototype?: unknown }).prototype === 'object';
}
