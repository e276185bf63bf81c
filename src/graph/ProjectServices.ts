import type { ValueType } from '../project/valueTypes.ts';
import type { GraphClock } from './GraphClock.ts';
import type { GraphConnections } from './nodes/socketio/GraphConnections.ts';
import type { GraphLogger } from './GraphLogger.ts';
import type { Signal } from './Signal.ts';
import type { Timers } from './run/Timers.ts';

/** A variable of the project, while it runs. */
export interface Variable {
  readonly name: string;
  readonly type: ValueType;
  value: unknown;
  /** Emits after each `variable/set`. */
  readonly set: Signal<unknown>;
  /** Emits after a `variable/set` that gave it another value. */
  readonly changed: Signal<unknown>;
  /** Somebody listens to `set` or `changed`. */
  readonly isWatched: boolean;
}

/** What the nodes of a project share while it runs. */
export interface ProjectServices {
  readonly clock: GraphClock;
  readonly logger: GraphLogger;
  readonly connections: GraphConnections;
  /** What `--set NAME=VALUE` gave. */
  readonly options: ReadonlyMap<string, string>;
  /** From 0 to 1, without 1. */
  readonly random: () => number;
  readonly timers: Timers;
  /** The variable of a name. @throws {NodeError} where there is none; checked files have it */
  variable(name: string): Variable;
  /** The custom event of a name: emits the parameters. */
  event(name: string): Signal<readonly unknown[]>;
  readonly scenes: {
    /** Deactivates the active scene and activates this one. Nothing, where it is active already. */
    activate(name: string): void;
    readonly activated: Signal<string>;
    readonly deactivated: Signal<string>;
  };
  /** Lets events come in together: their runs begin when the last of them is queued. */
  dispatch(deliver: () => void): void;
  /** What several nodes share: made at the first call with a key, disposed with the project. */
  shared<Thing>(key: SharedKey<Thing>): Thing;
  /** Ends the run of the project. */
  exit(code: number): void;
}

/** How to make something that nodes share. */
export interface SharedKey<Thing> {
  create(project: ProjectServices): { readonly thing: Thing; dispose(): void };
}
