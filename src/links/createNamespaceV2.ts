import type {
  Acknowledge,
  AnyMessageListener,
  Credentials,
  LinkNamespace,
  LinkNamespaceHandlers,
  MessageListener,
} from '../../machines/Link.ts';
import type { Mask } from './createMask.ts';
import { hasBinary } from './hasBinary.ts';
import { packetTypeV2, type PacketV2 } from './libraryV2.ts';

/** What a namespace needs of its link. */
export interface NamespaceHostV2 {
  /** It wants to be joined, now or as soon as that can be. */
  join(namespace: NamespaceV2): void;
  /** It is joined at the server, and no longer wanted. */
  leave(namespace: NamespaceV2): void;
  /** @throws what the library throws at a packet that cannot be encoded */
  send(packet: PacketV2): void;
  isWritable(): boolean;
  /** Takes out of what the server says what it was given. */
  mask(): Mask;
  /** The id a server of Socket.IO 2 gives to a namespace's socket. */
  socketId(name: string): string;
}

/** A namespace of the v2 link, with what the link itself does to it. */
export interface NamespaceV2 extends LinkNamespace {
  readonly state: 'out' | 'joining' | 'joined';
  readonly credentials: Credentials | undefined;
  /** The server's CONNECT. */
  accepted(): void;
  /** The server's ERROR. */
  refused(data: unknown): void;
  /** The server's DISCONNECT, or what comes to the same. */
  disconnected(reason: string): void;
  /** An EVENT or an acknowledgement. */
  received(packet: PacketV2): void;
  /** A new engine connection begins: whatever was under way on the last is void. */
  reset(): void;
  /** Forgets every listener. */
  dispose(): void;
}

/** What a server of Socket.IO 2 says to a refused namespace: a text, or the `data` of the middleware's error. */
function refusalOf(data: unknown, mask: Mask): { readonly message: string; readonly data?: unknown } {
  if (typeof data === 'string') return { message: mask.text(data) };
  const message: unknown =
    typeof data === 'object' && data !== null ? Reflect.get(data, 'message') : undefined;
  return {
    message: typeof message === 'string' ? mask.text(message) : '',
    ...(data !== undefined && { data: mask.data(data) }),
  };
}

/** Calls a listener; one that throws is not allowed to look like a fault of the connection. */
function callSafely(listener: (...args: unknown[]) => void, args: readonly unknown[]): void {
  try {
    listener(...args);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

const root = '/';
/** Of what comes before the default namespace is asked for no more is kept: asking takes as long as its credentials. */
const earlyLimit = 1000;

/**
 * One namespace of protocol 2, over the library's Manager. The library's own Socket is passed by: it joins by itself,
 * buffers, has no catch-all, and mixes the server's events with its own (`ping`, `error`, `reconnect` …).
 */
export function createNamespaceV2(
  name: string,
  host: NamespaceHostV2,
  handlers: LinkNamespaceHandlers,
): NamespaceV2 {
  const listeners = new Map<string, readonly MessageListener[]>();
  let anyListeners: readonly AnyMessageListener[] = [];
  let state: NamespaceV2['state'] = 'out';
  let credentials: Credentials | undefined;
  let acknowledgements = new Map<number, Acknowledge>();
  let nextId = 0;
  /** Counts the sessions, so that an acknowledgement asked for in one is not given in another. */
  let session = 0;
  /** What the server sent to the default namespace before it was asked for: it takes everybody for a member at once. */
  let early: PacketV2[] = [];
  let mayComeEarly = name === root;

  const end = (): void => {
    state = 'out';
    session += 1;
    acknowledgements = new Map();
    early = [];
  };

  const replier = (id: number): Acknowledge => {
    const asked = session;
    let isGiven = false;
    return (...data) => {
      if (isGiven || asked !== session) return;
      isGiven = true;
      const type = hasBinary(data) ? packetTypeV2.binaryAcknowledgement : packetTypeV2.acknowledgement;
      host.send({ type, nsp: name, id, data });
    };
  };

  const namespace: NamespaceV2 = {
    name,
    get state() {
      return state;
    },
    get credentials() {
      return credentials;
    },
    join(given) {
      if (state !== 'out') return;
      credentials = given;
      state = 'joining';
      host.join(namespace);
    },
    leave() {
      const left = state;
      if (left !== 'out') end();
      mayComeEarly = false;
      // While joining there is nothing to leave yet. If the server accepts, it is told then.
      if (left === 'joined') host.leave(namespace);
    },
    emit(eventName, args, options, acknowledge) {
      if (state !== 'joined' || (options?.volatile === true && !host.isWritable())) return undefined;
      const data = [eventName, ...args];
      const id = acknowledge === undefined ? undefined : nextId++;
      host.send({
        type: hasBinary(data) ? packetTypeV2.binaryEvent : packetTypeV2.event,
        nsp: name,
        data,
        ...(id !== undefined && { id }),
        options: { compress: options?.compress !== false },
      });
      if (id === undefined || acknowledge === undefined) return undefined;
      const awaited = acknowledgements;
      awaited.set(id, acknowledge);
      return () => void awaited.delete(id);
    },
    on(eventName, listener) {
      listeners.set(eventName, [...(listeners.get(eventName) ?? []), listener]);
    },
    off(eventName, listener) {
      const others = (listeners.get(eventName) ?? []).filter((other) => other !== listener);
      if (others.length > 0) listeners.set(eventName, others);
      else listeners.delete(eventName);
    },
    onAny(listener) {
      anyListeners = [...anyListeners, listener];
    },
    offAny(listener) {
      anyListeners = anyListeners.filter((other) => other !== listener);
    },
    accepted() {
      // Left in the meantime.
      if (state === 'out') host.leave(namespace);
      if (state !== 'joining') return;
      state = 'joined';
      const held = early;
      early = [];
      for (const packet of held) namespace.received(packet);
      handlers.joined({ id: host.socketId(name), recovered: false });
    },
    refused(data) {
      if (state !== 'joining') return;
      state = 'out';
      handlers.denied(refusalOf(data, host.mask()));
    },
    disconnected(reason) {
      early = [];
      if (state !== 'joined') return;
      end();
      handlers.disconnected(reason);
    },
    received(packet) {
      const { type, data, id } = packet;
      const args: unknown[] = Array.isArray(data) ? data : [];
      if (type === packetTypeV2.acknowledgement || type === packetTypeV2.binaryAcknowledgement) {
        const acknowledge = id === undefined ? undefined : acknowledgements.get(id);
        if (id === undefined || acknowledge === undefined) return;
        acknowledgements.delete(id);
        callSafely(acknowledge, args);
        return;
      }
      if (state === 'out') {
        if (mayComeEarly && early.length < earlyLimit) early.push(packet);
        return;
      }
      const [eventName] = args;
      if (typeof eventName !== 'string') return;
      if (id !== undefined) args.push(replier(id));
      for (const listener of anyListeners) callSafely(listener as MessageListener, args);
      const interested = listeners.get(eventName);
      if (interested === undefined) return;
      const rest = args.slice(1);
      for (const listener of interested) callSafely(listener, rest);
    },
    reset() {
      end();
      mayComeEarly = name === root;
    },
    dispose() {
      end();
      listeners.clear();
      anyListeners = [];
    },
  };
  return namespace;
}
