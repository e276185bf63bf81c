import type { WireValue } from './WireValue.ts';

/** A graph of the project's: its own, or a scene's. */
export interface GraphModel {
  /** `project`, or `scene/NAME`. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'project' | 'scene';
  /** A scene's graph lives while its scene is active. */
  readonly active: boolean;
  readonly nodes: readonly GraphModelNode[];
  readonly wires: readonly GraphModelWire[];
}

export interface GraphModelNode {
  readonly id: string;
  /** `socketio/start`. */
  readonly type: string;
  readonly enabled: boolean;
  /** From the file; `null`: to be laid out. */
  readonly position: { readonly x: number; readonly y: number } | null;
  /** Attributes as the file gives them, without secrets. */
  readonly attributes: WireValue;
  /** The connection that it names, to jump to. */
  readonly connection: string | null;
  readonly inputs: readonly GraphModelSocket[];
  readonly outputs: readonly GraphModelSocket[];
  /** Names of pulse sockets. */
  readonly pulseInputs: readonly string[];
  readonly pulseOutputs: readonly string[];
}

/** A data socket. */
export interface GraphModelSocket {
  readonly name: string;
  /** `Bool`, `Int`, `Any`, … */
  readonly type: string;
  /** The constant in the file, for inputs that have one. */
  readonly value: WireValue | null;
}

export interface GraphModelWire {
  /** Unique in its graph: `KIND:NODE.SOCKET>NODE.SOCKET`. */
  readonly id: string;
  readonly kind: 'pulse' | 'data';
  readonly from: { readonly node: string; readonly socket: string };
  readonly to: { readonly node: string; readonly socket: string };
}

/** What happened in a graph since the last batch. Only what changed is listed. */
export interface GraphActivity {
  /** {@link GraphModel.id}. */
  readonly graph: string;
  /** For scenes; `null`: as before. */
  readonly active: boolean | null;
  /** Pulses over each wire since the last batch, by its id. */
  readonly pulses: Readonly<Record<string, number>>;
  /** The last value of each output that was set, by `NODE.SOCKET`. */
  readonly values: Readonly<Record<string, WireValue>>;
  readonly errors: readonly GraphNodeError[];
}

export interface GraphNodeError {
  readonly node: string;
  readonly at: number;
  readonly code: string;
  readonly message: string;
  /** How often, since the last batch; further ones of a node are counted here and not listed. */
  readonly count: number;
}

/** The id of a wire, from its ends. */
export function wireId(kind: GraphModelWire['kind'], from: string, to: string): string {
  return `${kind}:${from}>${to}`;
}
