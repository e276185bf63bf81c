import { createInspector, openRecording } from '../../../inspect/server/index.ts';
import { CliError } from '../CliError.ts';
import type { CommandContext, ExitCode } from '../CommandContext.ts';
import { listenForSignals } from '../listenForSignals.ts';
import { formatHeader, type HeaderLine } from '../log/formatHeader.ts';
import { readTerminal } from '../Terminal.ts';

export interface InspectOptions {
  readonly port?: number | true;
  readonly control?: boolean;
  readonly for?: number;
}

/** `statewire inspect [FILE]`: an inspector for other programs, or for a recording. Goes on until a signal comes. */
export async function inspect(
  file: string | undefined,
  { port, control = false, for: seconds }: InspectOptions,
  { output, environment }: CommandContext,
): Promise<ExitCode> {
  const serve = typeof port === 'number' ? { port } : {};
  const { lines, close } = await (
    file === undefined ? openLive({ ...serve, control }) : openFile(file, serve)
  ).catch((error: unknown) => {
    throw new CliError(error instanceof Error ? error.message : String(error));
  });
  const terminal = readTerminal({ environment, platform: process.platform, output: process.stdout });
  output.stdout.write(formatHeader([...lines, ['end', 'Ctrl-C']], terminal));
  const ends: (() => void)[] = [];
  await new Promise<void>((resolve) => {
    ends.push(listenForSignals(() => resolve()));
    output.onClosed(resolve);
    if (seconds === undefined) return;
    const timer = setTimeout(resolve, seconds * 1000);
    ends.push(() => clearTimeout(timer));
  });
  await close();
  for (const end of ends) end();
  return 0;
}

interface Opened {
  readonly lines: readonly HeaderLine[];
  readonly close: () => Promise<void>;
}

async function openLive(options: { readonly port?: number; readonly control: boolean }): Promise<Opened> {
  const { url, socketUrl, close } = await createInspector(options);
  const program = `createWebSocketInspector({ url: '${socketUrl}' })`;
  return {
    lines: [
      ['inspector', url],
      ['programs', program],
    ],
    close,
  };
}

async function openFile(file: string, options: { readonly port?: number }): Promise<Opened> {
  const { url, close } = await openRecording(file, options);
  return {
    lines: [
      ['recording', file],
      ['inspector', url],
    ],
    close,
  };
}
