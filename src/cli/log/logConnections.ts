import type { Connections } from '../../connections/Connection.ts';
import type { ErrorLine, LogSink, SummaryLine } from './LogLine.ts';

/** Writes a line for whatever happens to the connections, until what it returns is called. */
export function logConnections(connections: Connections, write: LogSink): () => void {
  const ends = [...connections].flatMap((connection) => [
    connection.on('state', ({ state, previous, reason, retryIn }) => {
      write({ type: 'state', connection: connection.name, state, previous, reason }, { retryIn });
    }),
    connection.on('error', ({ code, message, namespace }) => {
      write(errorLine({ code, message, connection: connection.name, namespace }));
    }),
    connection.on('dropped', ({ eventName, reason }) => {
      write({ type: 'dropped', connection: connection.name, eventName, reason });
    }),
  ]);
  return () => {
    for (const end of ends) end();
  };
}

/** An error line with those of its places that are known. */
export function errorLine(error: {
  readonly code: string;
  readonly message: string;
  readonly connection?: string | undefined;
  readonly namespace?: string | undefined;
  readonly node?: string | undefined;
}): ErrorLine {
  const { code, message, connection, namespace, node } = error;
  return {
    type: 'error',
    code,
    message,
    ...(connection !== undefined && { connection }),
    ...(namespace !== undefined && { namespace }),
    ...(node !== undefined && { node }),
  };
}

/** The last line of a run. */
export function summaryLine(
  connections: Connections,
  { runs, steps }: { readonly runs: number; readonly steps: number },
): SummaryLine {
  return {
    type: 'summary',
    connections: [...connections].map(({ name, counters: { received, sent, reconnects } }) => ({
      connection: name,
      received,
      sent,
      reconnects,
    })),
    runs,
    steps,
  };
}
