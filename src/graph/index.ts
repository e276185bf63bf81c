export { checkProject, type CheckedProject, type CheckOptions } from './checkProject.ts';
export { defineNode } from './defineNode.ts';
export { createNodeRegistry, type NodeRegistry } from './nodeRegistry.ts';
export {
  describeNodes,
  type AttributeDescription,
  type InputDescription,
  type NodeDescription,
  type SocketDescription,
} from './describe/describeNodes.ts';
export { projectSchemaJson } from './describe/projectSchemaJson.ts';
export type { GraphClock } from './GraphClock.ts';
export type { ConsoleEntry, GraphErrorEntry, GraphLogger } from './GraphLogger.ts';
export type { GraphTap, TappedNode } from './GraphTap.ts';
export { graphErrorCodes, type GraphErrorCode } from './graphErrorCodes.ts';
export { NodeError, type NodeErrorOptions } from './NodeError.ts';
export type { EventContext, NodeContext, NodeSetup, WaitingBranch, WaitingContext } from './NodeContext.ts';
export type {
  ActionDefinition,
  DataDefinition,
  EventDefinition,
  NodeDefinition,
  Scope,
  WaitingDefinition,
} from './NodeDefinition.ts';
export type { ProjectServices, SharedKey, Variable } from './ProjectServices.ts';
export { defaultLimits, type GraphLimits } from './run/limits.ts';
export {
  ProjectError,
  runProject,
  type ProjectRun,
  type ProjectRunEvents,
  type RunOptions,
} from './runProject.ts';
export type {
  AttributeSpec,
  InputSocket,
  Numbered,
  OutputData,
  OutputSocket,
  Pulse,
  PulseSocket,
  SocketType,
} from './sockets.ts';
export { formatDiagnostic, hasErrors, type Diagnostic, type DiagnosticCode } from '../project/Diagnostic.ts';
export type { Project } from '../project/projectSchema.ts';
