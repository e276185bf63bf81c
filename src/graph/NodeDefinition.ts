import type { EventContext, NodeContext, NodeSetup, WaitingContext } from './NodeContext.ts';
import type {
  AttributeSpecs,
  InputSockets,
  OutputData,
  OutputSockets,
  Pulse,
  PulseSockets,
} from './sockets.ts';

/** Which graphs may hold a node. */
export type Scope = 'Project' | 'Scene';

interface Basics<
  Inputs extends InputSockets,
  Outputs extends OutputSockets,
  Attributes extends AttributeSpecs,
  Pulses extends PulseSockets,
  State,
> {
  /** `family/name`: what a project file names. */
  readonly type: string;
  /** What an editor calls it. */
  readonly label: string;
  /** One sentence on what it does. */
  readonly help: string;
  /** The plugin that brings it: not there while that is off. */
  readonly plugin?: 'socketio';
  /** @default ['Project', 'Scene'] */
  readonly scopes?: readonly Scope[];
  readonly inputs?: Inputs;
  readonly outputs?: Outputs;
  readonly attributes?: Attributes;
  /** Default: `in` and `out`, which an event has `out` of only. */
  readonly pulses?: { readonly in?: PulseSockets; readonly out?: Pulses };
  /** What a node keeps to itself as long as its graph lives. Called once for each node, when the graph starts. */
  state?(setup: NodeSetup<Attributes>): State;
}

interface SyncBasics<
  Inputs extends InputSockets,
  Outputs extends OutputSockets,
  Attributes extends AttributeSpecs,
  Pulses extends PulseSockets,
  State,
> extends Basics<Inputs, Outputs, Attributes, Pulses, State> {
  /**
   * Executes the node. Goes on at the pulse that it returns, at `out` where it returns nothing.
   *
   * @param pulse - the number of the pulse input that it was pulsed at, in the order of the definition
   * @throws whatever it likes: the branch ends, or goes on at the error pulse
   */
  run(node: NodeContext<Inputs, Outputs, Attributes, Pulses, State>, pulse: number): Pulse | void;
  /** Executes it again, after a branch that it began with `again()` has ended. */
  again?(node: NodeContext<Inputs, Outputs, Attributes, Pulses, State>, frame: unknown): Pulse | void;
  /** The inputs that a pulse input reads. Default: all. */
  reads?(pulse: number): readonly string[];
}

/** Computes outputs from inputs: when it is pulsed, or when they are read if nothing is wired to its pulse input. */
export interface DataDefinition<
  Inputs extends InputSockets,
  Outputs extends OutputSockets,
  Attributes extends AttributeSpecs,
  Pulses extends PulseSockets,
  State,
> extends SyncBasics<Inputs, Outputs, Attributes, Pulses, State> {
  readonly kind: 'data';
  /** It has no pulses at all. */
  readonly unpulsed?: true;
}

/** Does something, at once, when it is pulsed. */
export interface ActionDefinition<
  Inputs extends InputSockets,
  Outputs extends OutputSockets,
  Attributes extends AttributeSpecs,
  Pulses extends PulseSockets,
  State,
> extends SyncBasics<Inputs, Outputs, Attributes, Pulses, State> {
  readonly kind: 'action';
}

/**
 * Does something that takes time. Only its own branch waits: it goes on at `out` when the promise has resolved, with
 * the values it saw before and the outputs it resolved with; at `onStart`, if it has one, at once.
 */
export interface WaitingDefinition<
  Inputs extends InputSockets,
  Outputs extends OutputSockets,
  Attributes extends AttributeSpecs,
  Pulses extends PulseSockets,
  State,
> extends Basics<Inputs, Outputs, Attributes, Pulses, State> {
  readonly kind: 'waiting';
  /** @param node.signal - aborted when the graph ends: nothing is to be left behind then */
  run(
    node: WaitingContext<Inputs, Outputs, Attributes, Pulses, State>,
    pulse: number,
  ): Promise<OutputData<Outputs> | void>;
}

/** Begins runs. */
export interface EventDefinition<
  Inputs extends InputSockets,
  Outputs extends OutputSockets,
  Attributes extends AttributeSpecs,
  Pulses extends PulseSockets,
  State,
> extends Basics<Inputs, Outputs, Attributes, Pulses, State> {
  readonly kind: 'event';
  /** Starts listening, when the graph starts. @returns ends it, leaving nothing behind */
  listen(node: EventContext<Outputs, Attributes, State>): () => void;
}

/** A node: what it is called, its sockets and attributes, and what it does. Made by `defineNode`. */
export type Definition<
  Inputs extends InputSockets,
  Outputs extends OutputSockets,
  Attributes extends AttributeSpecs,
  Pulses extends PulseSockets,
  State,
> =
  | DataDefinition<Inputs, Outputs, Attributes, Pulses, State>
  | ActionDefinition<Inputs, Outputs, Attributes, Pulses, State>
  | WaitingDefinition<Inputs, Outputs, Attributes, Pulses, State>
  | EventDefinition<Inputs, Outputs, Attributes, Pulses, State>;

/** Any node's definition. */
export type NodeDefinition = Definition<InputSockets, OutputSockets, AttributeSpecs, PulseSockets, unknown>;
