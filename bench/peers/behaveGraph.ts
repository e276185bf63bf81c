import {
  Engine,
  ManualLifecycleEventEmitter,
  Registry,
  readGraphFromJSON,
  registerCoreProfile,
} from '@behave-graph/core';
import type { Shape } from '../processes/graphShapes.ts';

/** Runs a shape on behave-graph. @returns how long it took, in ms, and the value of its result */
export function runBehave({ peerNodes, peerEvents = [], variables, result }: Shape): {
  readonly time: number;
  readonly value: number;
} {
  const registry = new Registry();
  const lifecycle = new ManualLifecycleEventEmitter();
  const logger = { verbose() {}, info() {}, warn() {}, error() {} };
  registerCoreProfile(registry, logger, lifecycle);
  const graph = readGraphFromJSON(
    {
      nodes: peerNodes,
      variables: variables.map((name) => ({ id: name, name, valueTypeName: 'integer', initialValue: 0 })),
      customEvents: peerEvents.map((name) => ({ id: name, name })),
    },
    registry,
  );
  const engine = new Engine(graph);
  const started = performance.now();
  lifecycle.startEvent.emit();
  engine.executeAllSync(1e9, 1e12);
  const time = performance.now() - started;
  const value = Number(graph.variables[result.variable].get());
  engine.dispose();
  return { time, value };
}
