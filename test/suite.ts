import { suite as uvuSuite } from 'uvu';

/** What a test gets: a place to leave what must be undone, whatever happens. */
export interface TestContext {
  /** Runs after the test, last in first out, also when it failed. */
  after(cleanup: () => unknown): void;
}

/** Registers one test. */
export type Test = (
  name: string,
  body: (context: TestContext) => unknown,
  options?: { timeout?: number },
) => void;

// The event loop is empty here: nothing was left open. Node.js 20 can spin for ever in what it does after that, freeing
// sockets that were destroyed with a write under way; ending at once is no way round an open handle.
process.on('exit', (code) => process.exit(code));

const defaultTimeout = 120_000;

/**
 * A suite of uvu that cannot be forgotten and cannot hang: it runs as soon as it is defined, it fails when it holds no
 * test, and each test has a deadline (ms, default 120 s). uvu itself does none of the three.
 */
export function suite(name: string, define: (test: Test) => void): void {
  const inner = uvuSuite(name);
  let count = 0;
  define((testName, body, { timeout = defaultTimeout } = {}) => {
    count += 1;
    inner(testName, () => runWithDeadline(`${name}: ${testName}`, body, timeout));
  });
  if (count === 0) inner('has tests', () => Promise.reject(new Error(`suite ${name} holds no test`)));
  inner.run();
}

async function runWithDeadline(
  title: string,
  body: (context: TestContext) => unknown,
  timeout: number,
): Promise<void> {
  const cleanups: (() => unknown)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${title}: not done after ${timeout} ms`)), timeout);
  });
  try {
    await Promise.race([
      Promise.resolve().then(() => body({ after: (cleanup) => cleanups.push(cleanup) })),
      deadline,
    ]);
  } finally {
    clearTimeout(timer);
    for (const cleanup of cleanups.toReversed()) await cleanup();
  }
}

/** A suite that is not run here, with the reason: one line, so that nobody takes silence for success. */
export function skipSuite(name: string, reason: string): void {
  const inner = uvuSuite(`${name} (skipped: ${reason})`);
  inner.skip(name, () => {});
  inner.run();
  process.stdout.write(`SKIPPED ${name}: ${reason}\n`);
}
