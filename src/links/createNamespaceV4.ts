import type { Manager, Socket } from 'socket.io-client';
import type { Credentials, LinkNamespace, LinkNamespaceHandlers, PayloadLimit } from '../../machines/Link.ts';
import { neverSent } from '../../machines/reservedEvents.ts';
import type { Mask } from './createMask.ts';
import { internalsOf, packetType } from './libraryV4.ts';

/** What a namespace needs of its link. */
export interface NamespaceHost {
  isOpen(): boolean;
  /** Takes out of what the server says what it was given. */
  mask(): Mask;
  maxPayload(): PayloadLimit | undefined;
  /** A CONNECT has gone out. */
  connecting(): void;
  /** As {@link afterFlush}, as long as this engine connection lasts. */
  afterFlush(callback: () => void): void;
  /** The server does what a server must not: the engine connection cannot be trusted any more. */
  distrust(reason: string): void;
}

/** A namespace of the v4 link, with what the link itself does to it. */
export interface NamespaceV4 extends LinkNamespace {
  /** What it was joined with last. */
  given(): Credentials | undefined;
  /** Makes the library's Socket, once the Manager is there. */
  attach(manager: Manager): void;
  /** A new engine connection begins: whatever was under way on the last is void. */
  reset(): void;
  /** Forgets every listener, the link's own included. */
  dispose(): void;
}

/**
 * One namespace over the library's Socket. Listeners go straight to the Socket, which outlives every engine connection;
 * the library sends CONNECT only when `join` says so, because it asks our `auth` function, which else stays silent.
 */
export function createNamespaceV4(
  name: string,
  host: NamespaceHost,
  handlers: LinkNamespaceHandlers,
): NamespaceV4 {
  let socket: Socket | undefined;
  let state: 'out' | 'joining' | 'joined' = 'out';
  let credentials: Credentials | undefined;
  let isGateOpen = false;
  /** CONNECT packets that the server has not answered on this engine connection. */
  let unanswered = 0;
  /** After a DISCONNECT, until it is sure to be read apart from a CONNECT that follows. */
  let isLeaving = false;
  /** Counts the sessions, so that an acknowledgement asked for in one is not given in another. */
  let session = 0;
  let early: ((target: Socket) => void)[] = [];

  const whenAttached = (action: (target: Socket) => void): void => {
    if (socket === undefined) early.push(action);
    else action(socket);
  };

  const sendConnect = (target: Socket): void => {
    isGateOpen = true;
    target.connect();
    isGateOpen = false;
    unanswered += 1;
    host.connecting();
  };

  /** A denial and a disconnection make the library's Socket deaf; this makes it hear again, without a CONNECT. */
  const listenAgain = (target: Socket): void => {
    if (host.isOpen()) target.connect();
  };

  const sendDisconnect = (target: Socket): void => {
    isLeaving = true;
    target.disconnect();
    // Left on purpose: the next session is a new one, not this one recovered.
    internalsOf(target)._pid = undefined;
    internalsOf(target)._lastOffset = undefined;
    host.afterFlush(() => {
      isLeaving = false;
      if (state === 'joining') sendConnect(target);
    });
  };

  const onConnect = (target: Socket): void => {
    // With the msgpack parser a server can send an event of this name.
    if (!target.connected || target.id === undefined) return;
    unanswered -= 1;
    if (state === 'joining') {
      state = 'joined';
      // Servers before 4.6 say nothing of it, whatever the library's types do.
      const { recovered }: { readonly recovered?: boolean } = target;
      handlers.joined({ id: target.id, recovered: recovered ?? false });
    } else if (state === 'joined') host.distrust(`the server accepted the namespace ${name} twice`);
    else sendDisconnect(target);
  };

  const onConnectError = (target: Socket, refusal: unknown): void => {
    // Active: an error of the engine, which the link tells of. Inactive: the server's own answer.
    if (target.active) return;
    if (state === 'joined') {
      // The library's Socket is deaf from here on, and counts as connected, beyond the end of the engine too.
      target.disconnect();
      return host.distrust(`the server denied the namespace ${name}, which it had accepted`);
    }
    unanswered -= 1;
    if (unanswered > 0) listenAgain(target);
    else if (state === 'joining') {
      state = 'out';
      const data: unknown = refusal instanceof Error ? Reflect.get(refusal, 'data') : undefined;
      const mask = host.mask();
      handlers.denied({
        message: refusal instanceof Error ? mask.text(refusal.message) : '',
        ...(data !== undefined && { data: mask.data(data) }),
      });
    }
  };

  const reset = (): void => {
    state = 'out';
    unanswered = 0;
    isLeaving = false;
  };

  const onDisconnect = (target: Socket, reason: unknown): void => {
    session += 1;
    if (reason === 'io client disconnect') return;
    if (reason === 'io server disconnect') {
      if (state === 'joined') {
        state = 'out';
        handlers.disconnected(reason);
      } else if (unanswered > 0) listenAgain(target);
      return;
    }
    reset();
    // What came in one piece with the end of the connection is still on its way through the library, which would hold
    // it until the next session.
    queueMicrotask(() => {
      const late = target.receiveBuffer;
      target.receiveBuffer = [];
      for (const args of late) internalsOf(target).emitEvent(args);
    });
  };

  const attach = (manager: Manager): void => {
    const target = manager.socket(name, {
      auth: (send) => {
        if (isGateOpen) send({ ...credentials });
      },
    });
    socket = target;
    internalsOf(target).ack = (id) => {
      const asked = session;
      let isGiven = false;
      return (...data) => {
        if (isGiven || session !== asked) return;
        isGiven = true;
        internalsOf(target).packet({ type: packetType.acknowledgement, id, data });
      };
    };
    target.on('connect', () => onConnect(target));
    target.on('connect_error', (refusal) => onConnectError(target, refusal));
    target.on('disconnect', (reason) => onDisconnect(target, reason));
    for (const action of early) action(target);
    early = [];
  };

  return {
    name,
    maxPayload: host.maxPayload,
    // No getter: each object would get a map of its own from V8, most of a kilobyte.
    given: () => credentials,
    attach,
    reset,
    join(given) {
      if (socket === undefined || !host.isOpen() || state !== 'out') return;
      credentials = given;
      state = 'joining';
      if (!isLeaving) sendConnect(socket);
    },
    leave() {
      const left = state;
      state = 'out';
      // While joining there is nothing to leave yet: a DISCONNECT now would be a violation of the protocol. If the
      // server accepts, the DISCONNECT follows.
      if (left === 'joined' && socket !== undefined) sendDisconnect(socket);
    },
    emit(eventName, args, options, acknowledge) {
      // `connected` is false, too, while the library would put the message into a buffer of its own.
      if (socket === undefined || !socket.connected) return undefined;
      if (options !== undefined) {
        if (options.volatile === true) void socket.volatile;
        if (options.compress !== undefined) socket.compress(options.compress);
      }
      try {
        if (acknowledge === undefined) socket.emit(eventName, ...args);
        else socket.emit(eventName, ...args, acknowledge);
      } catch (error) {
        // Else the next message would be sent with the options of this one.
        internalsOf(socket).flags = {};
        throw error;
      }
      // The library buffers even so when it finds that the server's ping is overdue. The connection is dead then.
      if (socket.sendBuffer.length > 0) socket.sendBuffer = [];
      if (acknowledge === undefined) return undefined;
      const { acks, ids } = internalsOf(socket);
      return () => {
        delete acks[ids - 1];
      };
    },
    on(eventName, listener) {
      if (!neverSent.has(eventName)) whenAttached((target) => target.on(eventName, listener));
    },
    off(eventName, listener) {
      if (!neverSent.has(eventName)) whenAttached((target) => target.off(eventName, listener));
    },
    onAny(listener) {
      whenAttached((target) => target.onAny(listener));
    },
    offAny(listener) {
      whenAttached((target) => target.offAny(listener));
    },
    dispose() {
      early = [];
      state = 'out';
      if (socket === undefined) return;
      socket.off();
      socket.offAny();
      socket.receiveBuffer = [];
    },
  };
}
