import { CliError } from './CliError.ts';
import type { Watched } from './runSession.ts';

/** How a run is inspected. */
export interface InspectionOptions {
  /** A port; true for any that is free. */
  readonly inspect?: number | boolean;
  /** Whether viewers may send events. */
  readonly control?: boolean;
  /** A file to record to. */
  readonly record?: string;
}

/** An inspector that runs. */
export interface Inspection {
  /** To open in a browser; none where only a recording was asked for. */
  readonly url: string | undefined;
  readonly watch: (watched: Watched) => void;
  readonly close: () => Promise<void>;
}

/**
 * Starts the inspector that the options ask for, if they do.
 *
 * @throws {CliError} (a rejection) where the port is taken or the recording cannot be written
 */
export async function startInspection(
  { inspect = false, control = false, record }: InspectionOptions,
  title: string,
): Promise<Inspection | undefined> {
  if (inspect === false && control) throw new CliError('--control is for the inspector: add --inspect.');
  if (inspect === false && record === undefined) return undefined;
  const { createInspector } = await import('../../inspect/server/index.ts');
  try {
    const inspector = await createInspector({
      title,
      control,
      ...(typeof inspect === 'number' && { port: inspect }),
      ...(record !== undefined && { record }),
    });
    return {
      url: inspect === false ? undefined : inspector.url,
      watch({ project, connections, run }) {
        inspector.observeConnections(connections);
        inspector.observeGraph({ project, run });
      },
      close: inspector.close,
    };
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error));
  }
}
