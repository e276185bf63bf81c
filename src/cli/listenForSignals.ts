import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM'] as const;
/** npm passes on to its scripts the Ctrl-C that the terminal has sent them already: both are one. */
const npmEcho = 250;

/**
 * Calls once for the first SIGINT or SIGTERM; the second one ends the process at once, with the exit code of a process
 * that the signal has killed (130 or 143).
 *
 * @returns ends the listening
 */
export function listenForSignals(onFirst: (signal: NodeJS.Signals) => void): () => void {
  let first: number | undefined;
  const listener = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (first === undefined) {
      first = now;
      onFirst(signal);
    } else if (process.env['npm_lifecycle_event'] === undefined || now - first > npmEcho) {
      // oxlint-disable-next-line unicorn/no-process-exit -- what hangs is what the second signal is for
      process.exit(128 + constants.signals[signal]);
    }
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
