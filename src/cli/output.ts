/** Where a command writes to, once and for all that it writes. */
export interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /**
   * Called once nothing that is written arrives any more: nobody reads it, as `statewire … | head` has what it wants, or it
   * cannot be written.
   */
  onClosed(listener: () => void): void;
}

/** The process's own output. */
export interface ProcessOutput extends Output {
  /** Whether something could not be written although it may still be wanted: the disk is full, say. */
  readonly hasFailed: boolean;
}

/** A write fails like this once the reader is gone: of a pipe, of one on Windows, of a socket. */
const departures: ReadonlySet<unknown> = new Set(['EPIPE', 'EOF', 'ECONNRESET']);

/**
 * The process's own streams. What is written after their reader has gone is left out, without a word; so is what follows
 * a write that has failed, which is told.
 */
export function processOutput(): ProcessOutput {
  const listeners: (() => void)[] = [];
  let isClosed = false;
  let hasFailed = false;
  // Whatever the error is: there is no better place left to tell of it.
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (isClosed) return;
    isClosed = true;
    if (!departures.has(error.code)) {
      hasFailed = true;
      process.stderr.write(`statewire: The output cannot be written: ${error.message}.\n`);
    }
    for (const listener of listeners) listener();
  });
  return {
    stdout: { write: (text: string) => isClosed || process.stdout.write(text) },
    stderr: process.stderr,
    onClosed(listener) {
      if (isClosed) listener();
      else listeners.push(listener);
    },
    get hasFailed() {
      return hasFailed;
    },
  };
}
