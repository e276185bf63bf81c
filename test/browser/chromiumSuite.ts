import { chromium, type Browser } from 'playwright-core';
import { skipSuite, suite, type Test } from '../suite.ts';
import { findChromium } from './findChromium.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * How long a page may take for one thing, in ms: where a browser paints without a graphics card, beside others that do the
 * same, on two processors, half a minute is not long.
 */
export const patience = 90_000;

/** A suite that needs Chromium. Where there is none it is skipped with the reason; under CI that is a failure. */
export function chromiumSuite(
  name: string,
  define: (test: Test, launch: () => Promise<Browser>) => void,
): void {
  const executablePath = findChromium();
  if (executablePath !== undefined)
    return suite(name, (test) => {
      const patiently: Test = (testName, body, options) =>
        test(testName, body, { timeout: 240_000, ...options });
      define(patiently, () => chromium.launch({ executablePath, args: flags, timeout: patience }));
    });
  const reason = 'no Chromium was found: install it, or name it in CHROMIUM_PATH';
  if (process.env['CI'] === undefined) return skipSuite(name, reason);
  return suite(name, (test) => test('has a browser', () => Promise.reject(new Error(reason))));
}
