import { suite, type Test } from '../suite.ts';

/** A suite whose tests start processes: on a busy machine each of them takes seconds. Deadline 60 s a test. */
export function cliSuite(name: string, define: (test: Test) => void): void {
  suite(name, (test) => define((title, body) => test(title, body, { timeout: 60_000 })));
}
