import { totalmem } from 'node:os';

/** Of the machine's memory, what one model may take before the machine suffers. */
const share = 0.5;

/** Bytes that the process of a model may hold, on this machine or in this container. */
export function mostMemory(): number {
  const constrained = process.constrainedMemory?.() ?? 0;
  const total = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.round(share * total);
}
