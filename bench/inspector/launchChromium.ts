import { chromium, type Browser } from 'playwright-core';
import { findChromium } from '../../test/browser/findChromium.ts';

/**
 * Starts Chromium without a window.
 *
 * @throws {Error} (a rejection) where there is none
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium here: CHROMIUM_PATH names one.');
  return chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}
