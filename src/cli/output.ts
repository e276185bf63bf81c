/** Where a command writes to, once and for all that it writes. */
export interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Called once nobody reads what is written any more: `statewire … | head` has what it wants. */
  onClosed(listener: () => void): void;
}

/** The process's own streams. What is written after their reader has gone is left out, without a word. */
export function processOutput(): Output {
  const listeners: (() => void)[] = [];
  let isClosed = false;
  // Whatever the error is: there is no better place left to tell of it.
  process.stderr.on('error', () => {});
  process.stdout.on('error', () => {
    if (isClosed) return;
    isClosed = true;
    for (const listener of listeners) listener();
  });
  return {
    stdout: { write: (text: string) => isClosed || process.stdout.write(text) },
    stderr: process.stderr,
    onClosed(listener) {
      if (isClosed) listener();
      else listeners.push(listener);
    },
  };
}
