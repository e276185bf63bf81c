import type { ControlAnswer, ControlRequest } from './ControlRequest.ts';
import type { GraphActivity, GraphModel } from './GraphModel.ts';
import type { ActorChange, ActorId, InspectedActor, InspectedSource } from './InspectedActor.ts';
import type { MachineDefinition } from './MachineDefinition.ts';
import type { TimelineEntry } from './TimelineEntry.ts';
import type { ConnectionTotals, TrafficAcknowledgement, TrafficCount, TrafficRow } from './Traffic.ts';

/** Raised by one whenever a message changes its meaning. A page that finds another number says so and reloads. */
export const channelVersion = 1;

/**
 * Events of the live channel: Socket.IO, default path `/socket.io`, default namespace, the token in the query
 * (`query: { token }`: it is checked at the upgrade already). After each connect a viewer gets `hello`, then one
 * `snapshot`, then `batch`es, at most one every 50 ms.
 */
export interface ServerToViewer {
  hello(message: Hello): void;
  /** Everything, anew: replace what is known. */
  snapshot(message: BulkSnapshot): void;
  batch(message: Batch): void;
  /** This viewer was too slow; a `snapshot` follows. */
  skipped(message: SkippedForward): void;
  recording(message: RecordingState): void;
}

export interface ViewerToServer {
  /**
   * A batch has been applied ({@link Batch.number}); due for each, or for the last of several. A viewer that is a second
   * behind is skipped forward: it gets nothing until it has caught up, then `skipped` and a `snapshot`.
   */
  applied(number: number): void;
  request(request: ControlRequest, answer: (answer: ControlAnswer) => void): void;
}

/** The first message. */
export interface Hello {
  readonly version: typeof channelVersion;
  /** `live`, or a recording that is replayed: then nothing more comes after the `snapshot`. */
  readonly mode: 'live' | 'recording';
  /** Whether drive requests are taken. */
  readonly control: boolean;
  /** What is watched, for the page's title: given to `createInspector`, or the recording's file name. */
  readonly title: string;
  /** Changes with every start of the server: deep links to moments of another session are void. */
  readonly session: string;
  /** The server's clock, in ms since the epoch, to correct countdowns by. */
  readonly now: number;
  readonly recording: RecordingState;
}

/** Everything that the server knows, within its bounds. */
export interface BulkSnapshot {
  /** The last moment; 0 if there is none yet. */
  readonly sequence: number;
  /** The oldest moment that the server can still give (see the request `entries`); later than 1 once it forgot. */
  readonly oldestSequence: number;
  readonly sources: readonly InspectedSource[];
  readonly actors: readonly InspectedActor[];
  /** Of all actors, each once. */
  readonly definitions: readonly MachineDefinition[];
  /** The newest ones, oldest first; as many as fit. */
  readonly entries: readonly TimelineEntry[];
  readonly totals: readonly ConnectionTotals[];
  readonly counts: readonly TrafficCount[];
  readonly rows: readonly TrafficRow[];
  readonly acknowledgements: readonly TrafficAcknowledgement[];
  readonly graphs: readonly GraphModel[];
  /** The last values and errors. `pulses` is empty. */
  readonly activity: readonly GraphActivity[];
}

/** What is new since the last one. Lists are empty where nothing is. */
export interface Batch {
  /** Grows; to be answered with `applied`. */
  readonly number: number;
  /** In ms since the epoch. */
  readonly at: number;
  readonly sources: readonly InspectedSource[];
  /** Before the actors that have them. */
  readonly definitions: readonly MachineDefinition[];
  /** New actors, whole. */
  readonly actors: readonly InspectedActor[];
  readonly changes: readonly ActorChange[];
  /** Forgotten: cleared, or pushed out by the bound on stopped actors. */
  readonly removed: readonly ActorId[];
  /** In order of their sequence, after all earlier ones. */
  readonly entries: readonly TimelineEntry[];
  /** Entries left out of this batch because there were too many; their effects are in `changes`. */
  readonly entriesSkipped: number;
  /** Absolute numbers, of those that changed. */
  readonly totals: readonly ConnectionTotals[];
  readonly counts: readonly TrafficCount[];
  readonly rows: readonly TrafficRow[];
  /** Messages since the last batch that have no row. */
  readonly rowsSkipped: number;
  readonly acknowledgements: readonly TrafficAcknowledgement[];
  /** New or changed graphs, whole. */
  readonly graphs: readonly GraphModel[];
  readonly activity: readonly GraphActivity[];
}

/** Told to a viewer whose connection could not keep up, when it can again. */
export interface SkippedForward {
  /** Batches that it never got. */
  readonly batches: number;
  readonly entries: number;
  /** From when to when, in ms since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** Whether the server records. */
export interface RecordingState {
  readonly active: boolean;
  /** The file's name, without its folder; `null` if there was none. */
  readonly file: string | null;
  readonly bytes: number;
  readonly entries: number;
  /** Whether the bound on its size has ended it. */
  readonly full: boolean;
}
