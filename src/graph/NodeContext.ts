import type { ValueType } from '../project/valueTypes.ts';
import type { ProjectServices } from './ProjectServices.ts';
import type {
  AttributeSpecs,
  AttributeValues,
  InputSockets,
  InputPlugs,
  OutputData,
  OutputSockets,
  OutputPlugs,
  Pulse,
  PulseSockets,
  PulseTargets,
} from './sockets.ts';

/** What a node knows of itself when its graph starts. */
export interface NodeSetup<Attributes extends AttributeSpecs> {
  readonly id: string;
  /** The name of the scene, for a node of a scene's graph. */
  readonly scene: string | undefined;
  readonly attributes: AttributeValues<Attributes>;
  /** What `Chosen` and `Number` sockets of this node are. */
  readonly chosenType: ValueType;
  readonly project: ProjectServices;
  /** Calls back when the graph ends: with the project, or with its scene. */
  onEnd(callback: () => void): void;
}

/** A branch that waits: it keeps the values that its run had seen. */
export interface WaitingBranch<Outputs extends OutputSockets> {
  /** Goes on at a pulse, as a run of its own, with these outputs. May be called again, until `end`. */
  pulse(pulse: Pulse, data?: OutputData<Outputs>): void;
  /** Goes on at the error pulse where that is wired, else reports the error. */
  fail(error: unknown): void;
  /** Nothing will come any more. */
  end(): void;
  /** It has been ended, by the node or with its graph. */
  readonly isEnded: boolean;
  /** A pulse of it is in the queue and has not begun. */
  readonly isQueued: boolean;
}

/** What `run` works on. One object a node, the same at each call: do not keep what is read from it. */
export interface NodeContext<
  Inputs extends InputSockets,
  Outputs extends OutputSockets,
  Attributes extends AttributeSpecs,
  Pulses extends PulseSockets,
  State,
> extends NodeSetup<Attributes> {
  readonly inputs: InputPlugs<Inputs>;
  readonly outputs: OutputPlugs<Outputs>;
  readonly pulses: PulseTargets<Pulses>;
  readonly state: State;
  /** Goes on at this pulse once the branch that begins now has ended. The last one said comes first. */
  afterwards(pulse: Pulse): void;
  /** Calls `again` with the frame once the branch that begins now has ended. */
  again(frame: unknown): void;
  /**
   * Lets the branch wait.
   *
   * @param cancel - called if the graph ends first
   */
  wait(cancel?: () => void): WaitingBranch<Outputs>;
  /** The value as one of the chosen type. @throws {NodeError} `conversion-failed` */
  cast(value: unknown): unknown;
  /** A number that fits the chosen type. @throws {NodeError} `out-of-range` */
  fit(value: number): number;
}

/** What `run` of a waiting node works on. Inputs are those of the call; the outputs are what it resolves with. */
export interface WaitingContext<
  Inputs extends InputSockets,
  Outputs extends OutputSockets,
  Attributes extends AttributeSpecs,
  Pulses extends PulseSockets,
  State,
> extends NodeSetup<Attributes> {
  /** Read them before the first `await`. */
  readonly inputs: InputPlugs<Inputs>;
  readonly state: State;
  readonly signal: AbortSignal;
  /** Sets off another of the node's pulses, with these outputs, before the promise settles. */
  pulse(name: keyof Pulses & string, data?: OutputData<Outputs>): void;
}

/** What `listen` works on. */
export interface EventContext<
  Outputs extends OutputSockets,
  Attributes extends AttributeSpecs,
  State,
> extends NodeSetup<Attributes> {
  readonly state: State;
  /** Begins a run at `out`, with the event's data. */
  begin(data: OutputData<Outputs>): void;
  /** Reports an error of the node. */
  fail(error: unknown): void;
}
