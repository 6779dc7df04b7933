import type { Translate } from './translate';

/**
 * Why models may not be run now; null when they may. A check runs the user's file, so it needs a workspace whose author
 * the user trusts.
 */
export function restriction(isTrusted: boolean, t: Translate): string | null {
  if (isTrusted) return null;
  return t(
    'A gradient check runs the code of the model, and this workspace is in Restricted Mode. Trust the workspace, then check again.',
  );
}
