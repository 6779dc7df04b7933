import type { InitializationAudit, Reinitialization } from '../core/activation/schemes';
import type { Profile } from '../core/activation/profile';
import type { Warning } from '../core/binding/binding';
import type { Finding } from '../core/finding';
import type { Problem } from '../core/problem';

/**
 * The report of scale through depth: one immutable value for panel, editor, text and JSON. Nothing downstream recomputes
 * what it says.
 */
export interface ActivationReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly file: string;
  readonly language: 'python' | 'javascript' | 'typescript';
  readonly seed: number;
  readonly verdict: Finding;
  /** The sentence that answers; the profile's, unless the audit has the worse news. */
  readonly sentence: string;
  /** What to do, in the textbook's words; empty if nothing. */
  readonly advice: string;
  /** How the file was understood: the label of the reading, or what was run. */
  readonly subject: string;
  /** What was run: forward and backward, the cost alone, or the file's own statements. */
  readonly run: 'gradient' | 'cost' | 'load';
  readonly profile: Profile;
  /** Null where no layer has weights that are known. */
  readonly audit: InitializationAudit | null;
  /** Edges of the layers' histograms. */
  readonly edges: Float64Array;
  /** True if weights can be made anew, so that `whatIf` has an answer. */
  readonly reinitializable: boolean;
  readonly warnings: readonly Warning[];
  readonly seconds: number;
}

/** The network run with weights made anew. */
export interface WhatIf {
  readonly how: Reinitialization;
  /** "He", "1.5·I", "present weights × 2". */
  readonly label: string;
  /** Null where it could not be run: `problem` says why. */
  readonly profile: Profile | null;
  readonly problem: Problem | null;
  /** Makes these weights, in the user's language, for the user's shapes and names. */
  readonly code: string;
}

/** One point of a sweep of the factor of a scheme, or of the present weights. */
export interface SweepPoint {
  readonly factor: number;
  /** RMS of the last hidden activation, and of the gradient at the first layer. */
  readonly activation: number;
  readonly gradient: number;
  readonly forwardGrowth: number;
  readonly backwardGrowth: number;
  readonly verdict: Finding;
  /** "explodes", "vanishes", "keeps its scale", ... */
  readonly word: string;
}

export interface FactorSweep {
  readonly scheme: Extract<Reinitialization, { kind: 'scheme' }>['scheme'] | 'present';
  readonly points: readonly SweepPoint[];
  readonly problem: Problem | null;
}
