import type { Server as HttpServer } from 'node:http';

/** The versions of Socket.IO's server that can be started. */
export type ServerVersion = '4.8' | '3.1' | '2.5';

/** What the three versions' sockets have in common, as far as tests need it. */
export interface ServerSocket {
  readonly id: string;
  readonly handshake: {
    /** Credentials. Not in 2.5, where they come with the query. */
    readonly auth?: Readonly<Record<string, unknown>>;
    readonly query: Readonly<Record<string, unknown>>;
    readonly headers: Readonly<Record<string, unknown>>;
  };
  /** Whether the session was restored. Not before 4.6. */
  readonly recovered?: boolean;
  /** The engine connection. */
  readonly conn: { close(): void; readonly transport: { readonly name: string } };
  emit(eventName: string, ...args: unknown[]): unknown;
  on(eventName: string, listener: (...args: unknown[]) => void): unknown;
  use(middleware: (packet: [string, ...unknown[]], next: (error?: Error) => void) => void): unknown;
  disconnect(close?: boolean): unknown;
}

/** What the three versions' namespaces have in common. */
export interface ServerNamespace {
  readonly name: string;
  on(event: 'connection', listener: (socket: ServerSocket) => void): unknown;
  use(middleware: (socket: ServerSocket, next: (error?: Error) => void) => void): unknown;
  emit(eventName: string, ...args: unknown[]): unknown;
}

/** An engine connection, with the parts that Socket.IO keeps to itself and that outlive a closed server. */
export interface EngineConnection {
  readonly transport: {
    /** How long a polling transport waits for a last poll, in ms. */
    closeTimeout: number;
  };
  close(): void;
  onClose(reason: string): void;
}

/** What the three versions' servers have in common. */
export interface SocketServer {
  readonly engine: {
    readonly clientsCount: number;
    readonly clients: Readonly<Record<string, EngineConnection>>;
    on(event: 'connection', listener: (connection: EngineConnection) => void): unknown;
  };
  of(name: string): ServerNamespace;
  close(): unknown;
}

type ServerConstructor = new (server: HttpServer, options: Readonly<Record<string, unknown>>) => SocketServer;

const packages: Record<ServerVersion, { readonly name: string; readonly install: string }> = {
  '4.8': { name: 'socket.io', install: 'socket.io@^4.8.4' },
  '3.1': { name: 'socket.io-v3', install: 'socket.io-v3@npm:socket.io@^3.1.2' },
  '2.5': { name: 'socket.io-v2', install: 'socket.io-v2@npm:socket.io@^2.5.1' },
};

/**
 * Loads a version of Socket.IO's server.
 *
 * @throws {Error} (a rejection) where its package is not installed, with the command that installs it; or for another version
 */
export async function loadServer(version: ServerVersion): Promise<ServerConstructor> {
  if (!Object.hasOwn(packages, version))
    throw new Error(
      `There are servers of Socket.IO ${Object.keys(packages).join(', ')}, and none of ${version}.`,
    );
  const { name, install } = packages[version];
  // By a name that no compiler and no bundler follows: nobody needs all three.
  const loaded = await import(name).catch((error: unknown) => {
    throw new Error(
      `The server of Socket.IO ${version} is not installed: npm install --save-dev "${install}"`,
      {
        cause: error,
      },
    );
  });
  // Versions 3 and 4 export a class by name, version 2 is a function; the types above hold what is used of them.
  const { Server, default: main } = loaded as { Server?: ServerConstructor; default: ServerConstructor };
  return Server ?? main;
}
