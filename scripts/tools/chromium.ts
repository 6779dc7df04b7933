import { firstExisting, which } from './path';
import type { SystemNeed } from './system-packages';

/** A browser of the Chromium family that is on this machine; `GRADIENT_LENS_CHROMIUM` names another one. */
export function findChromium(): string | undefined {
  return firstExisting([
    process.env.GRADIENT_LENS_CHROMIUM,
    ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(which),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ]);
}

export const chromiumNeeds: readonly SystemNeed[] = [
  // Without a font that has them, mathematical characters are empty boxes in screenshots.
  { debianPackages: ['chromium', 'fonts-dejavu-core'], isThere: () => findChromium() !== undefined },
];
