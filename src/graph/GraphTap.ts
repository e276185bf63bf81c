import type { NodeError } from './NodeError.ts';

/** A node, as a tap is told of it: the same object each time. */
export interface TappedNode {
  readonly id: string;
  readonly type: string;
  /** Its place among the nodes of its graph that could be loaded. */
  readonly index: number;
  /** The scene whose graph holds it; `undefined` for the project's own. */
  readonly scene: string | undefined;
}

/**
 * Hears what a graph does while it does it, for an inspector to draw. While there is none, nothing is done for it. It
 * is called in the middle of runs: it should note and return. What it throws is ignored.
 */
export interface GraphTap {
  /** A run has begun: at an event, or where a branch that waited goes on. Runs are numbered through. */
  runBegun(run: number, node: TappedNode): void;
  runEnded(run: number): void;
  /** A node executes, or computes because it is read. */
  nodeEntered(run: number, node: TappedNode): void;
  /** A pulse goes along a wire. */
  pulsed(run: number, from: TappedNode, output: string, to: TappedNode, input: string): void;
  /** A node has given an output a value. */
  valueSet(run: number, node: TappedNode, output: string, value: unknown): void;
  /** A node has failed, whether its error pulse is wired or not. */
  failed(run: number, node: TappedNode, error: NodeError): void;
}
