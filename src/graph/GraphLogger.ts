import { stringifyJson } from './values/stringifyJson.ts';

/** What `development/console` writes. */
export interface ConsoleEntry {
  /** The id of the node. */
  readonly node: string;
  readonly level: 'info' | 'warning' | 'error';
  /** The JSON value itself. */
  readonly value: unknown;
  /** The scene whose graph holds the node; none for the project's own. */
  readonly scene?: string;
}

/** An error of a node that has no error pulse wired, or of the graph itself. */
export interface GraphErrorEntry {
  readonly code: string;
  readonly message: string;
  readonly connection?: string;
  readonly namespace?: string;
  /** The id of the node. */
  readonly node?: string;
  readonly scene?: string;
}

/** Where a graph writes to. */
export interface GraphLogger {
  console(entry: ConsoleEntry): void;
  error(entry: GraphErrorEntry): void;
}

/** Writes to the console of the process. */
export const consoleLogger: GraphLogger = {
  console({ node, level, value }) {
    const line = `${node}: ${typeof value === 'string' ? value : stringifyJson(value)}`;
    // oxlint-disable-next-line no-console -- the default of a program that gave no logger of its own
    (level === 'info' ? console.log : level === 'warning' ? console.warn : console.error)(line);
  },
  error({ code, message, node }) {
    // oxlint-disable-next-line no-console -- as above
    console.error(`error ${code}${node === undefined ? '' : ` at node ${node}`}: ${message}`);
  },
};
