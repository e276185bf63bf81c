/**
 * What the inspector needs of a running project to show its graphs. Structural: a checked project and the run that
 * `runProject()` makes of it fit without knowing of the inspector.
 */
export interface GraphSource {
  readonly project: WatchedProject;
  readonly run: WatchedRun;
  /**
   * The sockets of a node, by its type and attributes. Without it a node is drawn with those that something is wired to or
   * given to.
   */
  sockets?(node: WatchedNode): NodeSockets | undefined;
}

/** As the file gives it. */
export interface WatchedProject {
  readonly logic: { readonly nodes: readonly WatchedNode[] };
  readonly scenes: readonly {
    readonly name: string;
    readonly logic: { readonly nodes: readonly WatchedNode[] };
  }[];
}

export interface WatchedNode {
  readonly id: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly position?: { readonly x: number; readonly y: number };
  /** The attribute `configuration` of Socket.IO nodes becomes the jump to its connection. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** `from` is `nodeId.output`. */
  readonly inputs: Readonly<Record<string, { readonly value: unknown } | { readonly from: string }>>;
  /** By pulse output: `nodeId.in`. */
  readonly pulses: Readonly<Record<string, string>>;
}

/** The sockets of a node. */
export interface NodeSockets {
  readonly inputs: readonly { readonly name: string; readonly type: string }[];
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
  readonly pulseInputs: readonly string[];
  readonly pulseOutputs: readonly string[];
}

/** A run of a project. */
export interface WatchedRun {
  /** Null while nobody watches: then nothing is done for it. */
  tap: GraphTap | null;
  /** The name of the active scene. */
  readonly scene: string | undefined;
}

/** A node, as a tap is told of it: the same object each time. */
export interface TappedNode {
  readonly id: string;
  /** The scene whose graph holds it; `undefined` for the project's own. */
  readonly scene: string | undefined;
}

/** Hears what a graph does while it does it. It keeps values for at most 50 ms, never changes them and never throws. */
export interface GraphTap {
  runBegun(run: number, node: TappedNode): void;
  runEnded(run: number): void;
  nodeEntered(run: number, node: TappedNode): void;
  pulsed(run: number, from: TappedNode, output: string, to: TappedNode, input: string): void;
  valueSet(run: number, node: TappedNode, output: string, value: unknown): void;
  failed(run: number, node: TappedNode, error: { readonly code: string; readonly message: string }): void;
}
