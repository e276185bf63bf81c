import { ConnectionError } from '../../machines/ConnectionError.ts';
import type { Credentials, Link, LinkHandlers } from '../../machines/Link.ts';
import { afterEnd, afterFarewell, endSoon } from './afterEnd.ts';
import { afterFlush } from './afterFlush.ts';
import { classifyFailure } from './classifyFailure.ts';
import { createMask } from './createMask.ts';
import { createNamespaceV2, type NamespaceHostV2, type NamespaceV2 } from './createNamespaceV2.ts';
import { createTurns } from './createTurns.ts';
import { credentialsQuery } from './credentialsQuery.ts';
import { createDefaultNamespaceV2 } from './defaultNamespaceV2.ts';
import { evidenceOfV2 } from './evidenceOfV2.ts';
import type { FailureEvidence } from './FailureEvidence.ts';
import { guardEngine } from './guardEngine.ts';
import {
  loadLibraryV2,
  packetTypeV2,
  type ManagerV2,
  type ManagerV2Constructor,
  type PacketV2,
} from './libraryV2.ts';
import type { LinkSettings } from './LinkSettings.ts';
import { watchHandshake } from './watchHandshake.ts';

/** How long a new engine connection may take that only brings other credentials, in ms. */
const redialTimeout = 20_000;
const root = '/';

const queryText = (query: Record<string, string>): string => new URLSearchParams(query).toString();

/**
 * Makes a link over socket.io-client 2, for servers of Socket.IO 2. It bridges what protocol 2 has not:
 *
 * - Credentials go as a query, see {@link credentialsQuery}: those of the default namespace in the query of the
 *   handshake, others in their CONNECT. Where `join` brings others for the default namespace than the engine connection
 *   was opened with, the link opens another one, and namespaces that were joined are reported as disconnected. To avoid
 *   that, `join` may be called before `open` here.
 * - The server joins the default namespace unasked. It counts as joined once asked for, and nothing is delivered before.
 *   A server that denies it lets nobody into the others: they are denied with the same words.
 * - `volatile` discards a message when the transport is not writable. Sessions are never recovered.
 */
export function createLinkV2(settings: LinkSettings, handlers: LinkHandlers): Link {
  const { address, config, clock } = settings;
  const dialer = settings.platform.createDialer(config, address, settings.detour);
  const turns = createTurns(address.display);
  const namespaces = new Map<string, NamespaceV2>();
  let Manager: ManagerV2Constructor | undefined;
  let manager: ManagerV2 | undefined;
  let phase: 'closed' | 'opening' | 'open' | 'redialling' | 'closing' | 'disposed' = 'closed';
  /** Counts the attempts: what belongs to another than the last is of no interest. */
  let attempt = 0;
  let redialTimer: unknown;
  /** What the query of the handshake said of whom. */
  let dialledAs = '';
  let lastCredentials: Credentials | undefined;
  /** Those whose DISCONNECT may not have been read yet. */
  const leaving = new Set<NamespaceV2>();
  /** Those whose CONNECT has gone out since they were to be joined: the default namespace may be accepted meanwhile. */
  const asked = new Set<NamespaceV2>();

  const send = (packet: PacketV2): void => {
    if (phase !== 'open' || manager === undefined) return;
    try {
      manager.packet(packet);
    } catch (error) {
      // Else the library would hold back whatever is sent after it.
      manager.encoding = false;
      throw error;
    }
  };

  const connect = (namespace: NamespaceV2): void => {
    if (asked.has(namespace)) return;
    asked.add(namespace);
    const { name, credentials } = namespace;
    const query = queryText(credentialsQuery(credentials));
    send({ type: packetTypeV2.connect, nsp: name, ...(query !== '' && { query }) });
  };

  const askForRoot = (): void => {
    rootNamespace.ask();
    send({ type: packetTypeV2.connect, nsp: root });
  };

  /** Does what can be done for a namespace that wants to be joined; `rootNamespace` brings it here again. */
  const pursue = (namespace: NamespaceV2): void => {
    if (phase !== 'open' || namespace.state !== 'joining' || leaving.has(namespace)) return;
    const isRoot = namespace.name === root;
    const isOther = isRoot && dialledAs !== queryText(credentialsQuery(namespace.credentials));
    if (isOther) redial();
    else
      switch (rootNamespace.state) {
        case 'accepted':
          if (isRoot) namespace.accepted();
          else connect(namespace);
          break;
        case 'denied':
          namespace.refused(rootNamespace.refusal);
          break;
        case 'left':
          askForRoot();
          break;
        case 'unknown':
        case 'claimed':
          break;
      }
  };

  const rootNamespace = createDefaultNamespaceV2(clock, (state) => {
    if (state === 'denied') namespaces.get(root)?.disconnected('denied');
    for (const namespace of namespaces.values()) pursue(namespace);
  });

  const host: NamespaceHostV2 = {
    join(namespace) {
      asked.delete(namespace);
      if (namespace.name === root) lastCredentials = namespace.credentials;
      const current = attempt;
      // Not within `join`: the answer may be there already.
      queueMicrotask(() => {
        if (current !== attempt) return;
        // Asked again after a denial, the server is to think again.
        if (namespace.name === root && namespace.state === 'joining' && rootNamespace.state === 'denied')
          redial();
        else pursue(namespace);
      });
    },
    leave(namespace) {
      const { name } = namespace;
      send({ type: packetTypeV2.disconnect, nsp: name });
      if (name === root) rootNamespace.leave();
      const engine = manager?.engine;
      if (engine === undefined) return;
      const current = attempt;
      leaving.add(namespace);
      afterFlush(
        engine,
        clock,
        () => current === attempt,
        () => {
          leaving.delete(namespace);
          pursue(namespace);
        },
      );
    },
    send,
    isWritable: () => manager?.engine?.transport?.writable === true,
    mask: () => createMask(config, namespaces),
    socketId: (name) => `${name === root ? '' : `${name}#`}${manager?.engine?.id ?? ''}`,
  };

  /** What was under way on the last engine connection is void. */
  const reset = (): void => {
    attempt += 1;
    leaving.clear();
    asked.clear();
    rootNamespace.reset();
    for (const namespace of namespaces.values()) namespace.reset();
  };

  /** Ends what the library and the network hold, without a goodbye. */
  const abandon = (): void => {
    clock.clearTimeout(redialTimer);
    turns.end();
    reset();
    manager?.engine?.onClose('forced close');
    manager?.close();
    dialer.hangUp();
  };

  const fail = (evidence: FailureEvidence): void => {
    const wasOpen = phase !== 'opening';
    phase = 'closed';
    abandon();
    const error = classifyFailure(evidence, address.display, host.mask());
    if (wasOpen) handlers.closed('transport error', error);
    else handlers.failed(error);
  };

  const onPacket = (packet: PacketV2): void => {
    settings.onPacket?.(packet);
    if (phase !== 'open') return;
    const { nsp, type } = packet;
    const namespace = namespaces.get(nsp);
    const isRoot = nsp === root;
    switch (type) {
      case packetTypeV2.connect:
        if (isRoot) rootNamespace.connect();
        else namespace?.accepted();
        break;
      case packetTypeV2.disconnect:
        if (isRoot) rootNamespace.leave();
        namespace?.disconnected('io server disconnect');
        break;
      case packetTypeV2.error:
        if (isRoot) rootNamespace.deny(packet.data);
        else namespace?.refused(packet.data);
        break;
      default:
        if (isRoot) rootNamespace.confirm();
        namespace?.received(packet);
    }
  };

  const onClosed = (reason: string): void => {
    if (phase !== 'open') return;
    phase = 'closed';
    reset();
    endSoon(dialer, clock);
    handlers.closed(reason);
  };

  const createManager = (Constructor: ManagerV2Constructor): ManagerV2 => {
    const made = new Constructor({
      hostname: address.hostname,
      port: address.port,
      secure: address.secure,
      path: `${address.path}/`,
      upgrade: config.upgrade ?? true,
      autoConnect: false,
      reconnection: false,
    });
    made.timeout(false);
    made.ondata = (data) => {
      try {
        made.decoder.add(data);
      } catch {
        made.engine?.onClose('parse error');
      }
    };
    made.on('packet', onPacket);
    made.on('close', onClosed);
    return made;
  };

  const dial = (current: number, transports: readonly string[]): void => {
    if (Manager === undefined) return;
    manager ??= createManager(Manager);
    manager.decoder.reconstructor = null;
    const credentials = credentialsQuery(lastCredentials);
    dialledAs = queryText(credentials);
    // The library takes from this list.
    Object.assign(manager.opts, dialer.optionsV2(), {
      transports: [...transports],
      query: { ...address.query, ...credentials },
    });
    const giveUp = (evidence: FailureEvidence): void => {
      if (current !== attempt || phase === 'open') return;
      const others = transports.slice(1);
      if (config.tryAllTransports !== true || others.length === 0) return fail(evidence);
      manager?.engine?.onClose('forced close');
      manager?.close();
      dial(current, others);
    };
    manager.open((error) => {
      if (current !== attempt) return;
      if (error !== undefined) return giveUp(evidenceOfV2(error.data, manager?.engine));
      clock.clearTimeout(redialTimer);
      const isFirst = phase === 'opening';
      phase = 'open';
      turns.end();
      if (isFirst) handlers.opened({ transport: manager?.engine?.transport?.name ?? '' });
    });
    const { engine } = manager;
    if (engine === undefined) return;
    guardEngine(engine);
    // What a WebSocket cannot even be made for, the library reports before anybody can listen.
    if (engine.transport?.name === 'websocket' && engine.transport.ws === undefined)
      queueMicrotask(() => {
        if (manager?.engine === engine) giveUp({ error: new Error('a WebSocket could not be made for it') });
      });
    dialer.watchUpgrade(engine.transport?.ws, giveUp);
    watchHandshake(engine, clock, () => giveUp({ isForeign: true }));
    engine.on('upgrade', (transport) => {
      if (current === attempt) handlers.upgraded?.(transport.name);
    });
    // There is no way back then, and the library would do nothing until the ping is overdue.
    engine.on('upgradeError', () => {
      if (engine.upgrading === true) engine.onClose('transport error');
    });
    // The Manager does not hear of an engine that closes before it has opened.
    engine.on('close', () => {
      // Later: where an error comes with it, the error is what counts.
      queueMicrotask(() => {
        if (manager?.engine === engine) giveUp({ error: new Error('closed before the handshake') });
      });
    });
  };

  const start = (current: number): void => {
    if (current !== attempt) return;
    try {
      dial(current, transportsV2());
    } catch (error) {
      queueMicrotask(() => {
        if (current === attempt) fail({ error: error instanceof Error ? error : new Error(String(error)) });
      });
    }
  };

  const transportsV2 = (): readonly string[] => {
    const transports = (config.transports ?? ['polling', 'websocket']).filter(
      (name) => name !== 'webtransport',
    );
    if (transports.length > 0 && config.parser !== 'msgpack') return transports;
    const option = transports.length > 0 ? '`parser: "msgpack"`' : '`transports: ["webtransport"]`';
    throw new ConnectionError(
      'invalid-configuration',
      `${option} is not to be had with protocol v2, which ${address.display} is to be spoken to in.`,
    );
  };

  const redial = (): void => {
    phase = 'redialling';
    attempt += 1;
    const current = attempt;
    leaving.clear();
    asked.clear();
    rootNamespace.reset();
    for (const namespace of namespaces.values()) namespace.disconnected('new credentials');
    // Whoever heard of it may have closed the link: to lose the last namespace is to lose the connection.
    if (current !== attempt) return;
    // At once, not when all is written: later the library would take its end for the end of the new one.
    manager?.engine?.onClose('forced close');
    redialTimer = clock.setTimeout(() => {
      if (current === attempt) fail({ error: new Error(`no answer within ${redialTimeout} ms`) });
    }, redialTimeout);
    start(current);
  };

  return {
    protocol: 'v2',
    open() {
      if (phase !== 'closed' && phase !== 'closing') return;
      if (phase === 'closing') abandon();
      phase = 'opening';
      attempt += 1;
      const current = attempt;
      const begin = (): void =>
        void Promise.all([loadLibraryV2(), dialer.prepare()]).then(
          ([library]) => {
            Manager = library;
            start(current);
          },
          (error: unknown) => {
            if (current === attempt)
              fail({ error: error instanceof Error ? error : new Error(String(error)) });
          },
        );
      turns.begin(begin);
    },
    close() {
      if (phase === 'opening' || phase === 'redialling') {
        phase = 'closing';
        abandon();
      } else if (phase === 'open') {
        for (const namespace of namespaces.values()) namespace.leave();
        phase = 'closing';
        reset();
        manager?.close();
      } else return;
      const current = attempt;
      afterEnd(manager?.engine, dialer, () => {
        if (current !== attempt || phase !== 'closing') return;
        phase = 'closed';
        handlers.closed('forced close');
      });
    },
    abandon() {
      if (phase === 'closed' || phase === 'disposed') return;
      phase = 'closed';
      abandon();
    },
    dispose() {
      if (phase === 'disposed') return;
      const isOpen = phase === 'open' || phase === 'closing';
      phase = 'disposed';
      for (const namespace of namespaces.values()) namespace.dispose();
      const end = (): void => {
        abandon();
        manager?.off();
      };
      if (!isOpen) return end();
      // Over polling, a server that is not told takes a client for alive until its ping is overdue.
      reset();
      manager?.close();
      return afterFarewell(manager?.engine, dialer, clock, end);
    },
    namespace(name, namespaceHandlers) {
      let namespace = namespaces.get(name);
      if (namespace === undefined) {
        namespace = createNamespaceV2(name, host, namespaceHandlers);
        namespaces.set(name, namespace);
      }
      return namespace;
    },
  };
}
