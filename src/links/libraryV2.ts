// socket.io-client 2 has no types of its own. These hold what the v2 link uses of it; the conformance suite checks them.

/** A packet of Socket.IO's protocol 4, which servers of Socket.IO 2 speak. */
export interface PacketV2 {
  readonly type: number;
  nsp: string;
  readonly data?: unknown;
  readonly id?: number;
  /** With CONNECT: becomes a part of the namespace's name on the wire. */
  readonly query?: string;
  readonly options?: { readonly compress: boolean };
}

export const packetTypeV2 = {
  connect: 0,
  disconnect: 1,
  event: 2,
  acknowledgement: 3,
  error: 4,
  binaryEvent: 5,
  binaryAcknowledgement: 6,
} as const;

interface TransportV2 {
  readonly name: string;
  readonly writable: boolean;
  /** Of polling, in Node.js and in browsers. */
  readonly pollXhr?: { readonly xhr: unknown };
  readonly ws?: { binaryType: string };
  once(event: 'open', listener: () => void): unknown;
}

export interface EngineV2 {
  readonly id: string;
  readonly readyState: 'opening' | 'open' | 'closing' | 'closed';
  readonly writeBuffer: readonly unknown[];
  /** Private to the library: true for ever when an upgrade fails after the old transport has come to rest. */
  readonly upgrading?: boolean;
  readonly transport: TransportV2 | undefined;
  on(event: 'close', listener: (reason: string, description: unknown) => void): unknown;
  on(event: 'packet', listener: (packet: { type: string; data?: unknown }) => void): unknown;
  on(event: 'upgradeError', listener: () => void): unknown;
  on(event: 'upgrade', listener: (transport: TransportV2) => void): unknown;
  once(event: 'open' | 'close' | 'drain', listener: () => void): unknown;
  close(): unknown;
  /** Private to the library: ends at once, where `close` would wait. */
  onClose(reason: string): void;
}

export interface ManagerV2 {
  readonly opts: Record<string, unknown>;
  /** Not before the first `open`. */
  readonly engine: EngineV2 | undefined;
  /** `reconstructor`: private; what it has of a binary packet, which it would keep beyond the end of the engine. */
  readonly decoder: { add(data: unknown): void; reconstructor: unknown };
  /** Private to the library: true for ever when a packet could not be encoded, and nothing is sent any more. */
  encoding: boolean;
  /** Private to the library, which lets a malformed packet throw out of reach. */
  ondata: (data: unknown) => void;
  timeout(value: false): unknown;
  open(done: (error?: Error & { data?: unknown }) => void): unknown;
  close(): unknown;
  packet(packet: PacketV2): void;
  on(event: 'packet', listener: (packet: PacketV2) => void): unknown;
  on(event: 'close', listener: (reason: string, description?: unknown) => void): unknown;
  off(): unknown;
}

export type ManagerV2Constructor = new (options: Record<string, unknown>) => ManagerV2;

/** Loads socket.io-client 2. */
export async function loadLibraryV2(): Promise<ManagerV2Constructor> {
  const loaded: unknown = await import('socket.io-client-v2');
  const library = loaded as { default: { Manager: ManagerV2Constructor } };
  return library.default.Manager;
}
