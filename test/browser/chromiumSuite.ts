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

/** A suite that needs Chromium. Where there is none it is skipped with the reason; under CI that is a failure. */
export function chromiumSuite(
  name: string,
  define: (test: Test, launch: () => Promise<Browser>) => void,
): void {
  const executablePath = findChromium();
  if (executablePath !== undefined)
    return suite(name, (test) => define(test, () => chromium.launch({ executablePath, args: flags })));
  const reason = 'no Chromium was found: install it, or name it in CHROMIUM_PATH';
  if (process.env['CI'] === undefined) return skipSuite(name, reason);
  return suite(name, (test) => test('has a browser', () => Promise.reject(new Error(reason))));
}
