/** What keeps a command from doing what it was asked for: one sentence for people, and the exit code. */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** 1: it failed; 2: the file does not validate. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
