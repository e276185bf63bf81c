import type { FileNode } from './startGraph.ts';

type Inputs = NonNullable<FileNode['inputs']>;

/** An input from an output (`node.output`), or with a fixed value. */
export const from = (end: string) => ({ from: end });
export const value = (fixed: unknown) => ({ value: fixed });

/** Happens once, at the start. */
export const init = (to: string, id = 'init'): FileNode => ({
  id,
  type: 'event/onInitialize',
  pulses: { out: to },
});

/** Happens when the test triggers the event. */
export const on = (event: string, to: string, id = `on-${event}`): FileNode => ({
  id,
  type: 'event/listener',
  attributes: { event, count: 2 },
  pulses: { out: to },
});

/** Writes a value, and goes on. */
export const say = (id: string, input: Inputs[string], to?: string): FileNode => ({
  id,
  type: 'development/console',
  inputs: { input },
  ...(to !== undefined && { pulses: { out: to } }),
});

/** Any node. */
export const node = (id: string, type: string, parts: Omit<FileNode, 'id' | 'type'> = {}): FileNode => ({
  id,
  type,
  ...parts,
});
