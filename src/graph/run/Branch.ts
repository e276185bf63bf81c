/** The values that a waiting branch takes along: by node, the outputs that its run had computed. */
export interface SavedValues {
  readonly nodes: readonly number[];
  /** By node of `nodes`: the values of its outputs. */
  readonly values: readonly (readonly unknown[])[];
}

/** A branch that waits. */
export interface Branch {
  readonly saved: SavedValues;
  /** Nodes whose failure it deals with. */
  readonly held: readonly number[];
  isEnded: boolean;
  /** Pulses of it in the queue. */
  queued: number;
  /** Called if the graph ends first. */
  readonly cancel: (() => void) | undefined;
}
