import { runProgram } from '../../src/cli/runProgram.ts';

/** What the command has said, and how it has ended. */
export interface VerifyRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The arguments of the command that it gives for seeing a failure again; empty where it gives none. */
  readonly replay: readonly string[];
}

/** Runs `statewire verify` within this process. */
export async function runVerify(...args: readonly string[]): Promise<VerifyRun> {
  let stdout = '';
  let stderr = '';
  const code = await runProgram(['verify', ...args], {
    environment: {},
    output: {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      onClosed: () => {},
    },
  });
  const replay = /statewire verify (.*)/.exec(stdout)?.[1]?.split(' ') ?? [];
  return { code, stdout, stderr, replay };
}
