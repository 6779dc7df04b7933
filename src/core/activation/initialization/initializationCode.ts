import { shapeText } from '../../format';
import type { Network } from '../network';
import type { Reinitialization } from '../schemes';
import { pythonCode } from './code/python';
import { scriptCode } from './code/script';
import { targetsOf } from './code/targets';
import { CannotReinitialize } from './reinitialize';

/**
 * Code that makes the weights and biases of a network, for its shapes and names; runs as pasted. LSUV starts with
 * orthogonal weights, and a comment says how to go on, for it needs the user's examples.
 *
 * @throws CannotReinitialize where weights of that shape cannot be made so
 */
export function initializationCode(
  how: Reinitialization,
  network: Network,
  language: 'python' | 'javascript' | 'typescript',
): string {
  const targets = targetsOf(network);
  const matrices = how.kind === 'identity' || (language !== 'python' && isOrthogonal(how));
  const other = targets.find(({ kind, shape }) => matrices && kind === 'weights' && shape.length !== 2);
  if (other !== undefined) {
    throw new CannotReinitialize(`${other.path} of shape ${shapeText(other.shape)} is no matrix.`);
  }
  return language === 'python'
    ? pythonCode(how, targets)
    : scriptCode(how, targets, language === 'typescript');
}

function isOrthogonal(how: Reinitialization): boolean {
  return how.kind === 'lsuv' || (how.kind === 'scheme' && how.scheme === 'orthogonal');
}
