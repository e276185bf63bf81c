import { runProgram } from '../../src/cli/runProgram.ts';

/** What the command has said, and how it has ended. */
export interface VerifyRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The arguments of the command that it gives for seeing a failure again; empty where it gives none. */
  readonly replay: readonly string[];
}

/** Runs `statewire verify` within this process, in an environment that is empty. */
export function runVerify(...args: readonly string[]): Promise<VerifyRun> {
  return runVerifyWith({}, ...args);
}

/** Runs `statewire verify` within this process; without the long calm in the beginning, unless it is asked for. */
export async function runVerifyWith(
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<VerifyRun> {
  let stdout = '';
  let stderr = '';
  const code = await runProgram(['verify', '--calm', '0.4', ...args], {
    environment,
    output: {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      onClosed: () => {},
    },
  });
  // As a shell takes it: what stands in quotes is one word, without them.
  const command = /again +statewire verify (.*)/.exec(stdout)?.[1] ?? '';
  const replay = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  return { code, stdout, stderr, replay };
}
