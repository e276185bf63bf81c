import type { ConsoleEntry } from '../../graph/GraphLogger.ts';

/** A connection has moved. */
export interface StateLine {
  readonly type: 'state';
  readonly connection: string;
  /** As a path: `connected.stable`. */
  readonly state: string;
  readonly previous: string;
  readonly reason: string;
}

/** A `development/console` node has spoken. */
export interface ConsoleLine {
  readonly type: 'console';
  readonly node: string;
  readonly level: ConsoleEntry['level'];
  readonly value: unknown;
}

/** Something went wrong: with a connection, or in the graph. */
export interface ErrorLine {
  readonly type: 'error';
  readonly code: string;
  readonly message: string;
  readonly connection?: string;
  readonly namespace?: string;
  readonly node?: string;
}

/** A message will not be sent. */
export interface DroppedLine {
  readonly type: 'dropped';
  readonly connection: string;
  readonly eventName: string;
  readonly reason: string;
}

/** What one connection did. */
export interface ConnectionSummary {
  readonly connection: string;
  readonly received: number;
  readonly sent: number;
  readonly reconnects: number;
}

/** What all of it did: the last line. */
export interface SummaryLine {
  readonly type: 'summary';
  readonly connections: readonly ConnectionSummary[];
  readonly runs: number;
  readonly steps: number;
}

/** A line of the log of a run, as `--log json` prints it. The time is the sink's to add. */
export type LogLine = StateLine | ConsoleLine | ErrorLine | DroppedLine | SummaryLine;

/** What people like to know beside a line, and machines can work out for themselves. */
export interface LogRemark {
  /** Milliseconds until the connection tries again. */
  readonly retryIn?: number | undefined;
}

/** Where the lines of a run go to. Writes at once: nothing is lost, however the process ends. */
export type LogSink = (line: LogLine, remark?: LogRemark) => void;
