/**
 * Statewire: Socket.IO connections as statecharts.
 *
 * @module statewire
 */
export { createConnections, type ConnectionsOptions } from './connections/createConnections.ts';
export { connectionInput, type ConnectionSurroundings } from './connections/connectionInput.ts';
export type { Auth, AuthRequest, ConnectionConfig, NamespaceConfig } from './connections/ConnectionConfig.ts';
export type {
  Acknowledgement,
  AnyEvents,
  Connection,
  ConnectionActor,
  ConnectionCounters,
  ConnectionEvents,
  ConnectionNamespace,
  Connections,
  ConnectionState,
  DroppedMessage,
  SendOptions,
  Sender,
  StateChange,
} from './connections/Connection.ts';
export type { LinkConfig, TlsConfig } from './links/LinkConfig.ts';
export { connectionMachine } from '../machines/connection.ts';
export type { ConnectionContext, ConnectionInput } from '../machines/ConnectionContext.ts';
export { ConnectionError, isConnectionError, type ConnectionErrorData } from '../machines/ConnectionError.ts';
export type { ConnectionCommand, ConnectionEvent } from '../machines/ConnectionEvent.ts';
export type { ConnectionNotice, NamespaceState } from '../machines/ConnectionNotice.ts';
export type { ErrorCode, ErrorPhase } from '../machines/errorCodes.ts';
export type { Clock } from '../machines/Clock.ts';
export type {
  Credentials,
  Link,
  LinkHandlers,
  LinkNamespace,
  LinkNamespaceHandlers,
} from '../machines/Link.ts';
export { defaultPolicy, type Policy, type QueuePolicy } from '../machines/Policy.ts';
export type { TrafficCounter, TrafficTap } from '../machines/Traffic.ts';
export { statePath } from '../machines/statePath.ts';
