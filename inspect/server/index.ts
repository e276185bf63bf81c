/**
 * The inspector: see live statecharts, on your own machine.
 *
 * @module
 */
export { createInspector, type Inspector } from './createInspector.ts';
export { openRecording, type Replay } from './openRecording.ts';
export type { InspectorOptions, ServeOptions } from './InspectorOptions.ts';
export type { TrafficCounter, TrafficSource, TrafficTap, WatchedConnection } from '../model/TrafficSource.ts';
export type { GraphSource, GraphTap } from '../model/GraphSource.ts';
export { describeMachine } from '../model/describeMachine.ts';
export { toMermaid } from '../model/toMermaid.ts';
export type { MachineDefinition } from '../model/MachineDefinition.ts';
