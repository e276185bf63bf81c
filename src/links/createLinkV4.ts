import { Manager } from 'socket.io-client';
import { ConnectionError } from '../../machines/ConnectionError.ts';
import type { Link, LinkHandlers } from '../../machines/Link.ts';
import { afterEnd, afterFarewell, endSoon } from './afterEnd.ts';
import { afterFlush } from './afterFlush.ts';
import { classifyFailure } from './classifyFailure.ts';
import { createMask } from './createMask.ts';
import { createNamespaceV4, type NamespaceHost, type NamespaceV4 } from './createNamespaceV4.ts';
import { createTurns } from './createTurns.ts';
import { evidenceOf } from './evidenceOf.ts';
import type { FailureEvidence } from './FailureEvidence.ts';
import { guardEngine } from './guardEngine.ts';
import { guardManager } from './guardManagerV4.ts';
import { endEngine, endIfStuck, maxPayloadOf } from './libraryV4.ts';
import type { LinkSettings } from './LinkSettings.ts';
import { parserMismatch } from './parserMismatch.ts';
import { watchHandshake } from './watchHandshake.ts';

type Engine = Manager['engine'];

/** Makes a link over socket.io-client 4, for servers of Socket.IO 3 and 4. */
export function createLinkV4(settings: LinkSettings, handlers: LinkHandlers): Link {
  const { address, config, clock } = settings;
  const dialer = settings.platform.createDialer(config, address, settings.detour);
  const turns = createTurns(address.display);
  const namespaces = new Map<string, NamespaceV4>();
  let manager: Manager | undefined;
  let phase: 'closed' | 'opening' | 'open' | 'closing' | 'disposed' = 'closed';
  /** Counts the attempts: what belongs to another than the last is of no interest. */
  let attempt = 0;
  /** When the first CONNECT of this engine connection went out. */
  let connectedAt: number | undefined;
  let hasHeard = false;

  /** Ends what the library and the network hold of this attempt, without a goodbye. */
  const abandon = (): void => {
    attempt += 1;
    turns.end();
    if (manager !== undefined) {
      manager._close();
      // There is no engine before the first attempt, whatever the library's types say.
      const engine: Engine | undefined = manager.engine;
      if (engine !== undefined) endEngine(engine);
    }
    dialer.hangUp();
  };

  const fail = (evidence: FailureEvidence): void => {
    phase = 'closed';
    abandon();
    handlers.failed(classifyFailure(evidence, address.display, host.mask()));
  };

  /** Ends an open engine connection for a reason of ours. */
  const distrust = (reason: string, error: ConnectionError): void => {
    if (phase !== 'open') return;
    phase = 'closed';
    abandon();
    handlers.closed(reason, error);
  };

  const host: NamespaceHost = {
    isOpen: () => phase === 'open',
    // Over msgpack a message has another size than the one that is measured.
    maxPayload: () =>
      phase === 'open' && manager !== undefined && config.parser !== 'msgpack'
        ? maxPayloadOf(manager.engine)
        : undefined,
    mask() {
      const joined = [...namespaces].map(
        ([name, namespace]) => [name, { credentials: namespace.given() }] as const,
      );
      return createMask(config, new Map(joined));
    },
    connecting() {
      connectedAt ??= clock.now();
    },
    afterFlush(callback) {
      const current = attempt;
      if (manager !== undefined) afterFlush(manager.engine, clock, () => current === attempt, callback);
    },
    distrust(reason) {
      distrust(
        'protocol violation',
        new ConnectionError('transport-failed', `${address.display}: ${reason}.`),
      );
    },
  };

  /** What was answered in place of the first packet: by a load balancer that leads to another server, for one. */
  const refusalOf = (description: unknown): ConnectionError | undefined => {
    const evidence = evidenceOf(description);
    return evidence.status === undefined
      ? undefined
      : classifyFailure(evidence, address.display, host.mask());
  };

  const createManager = (parser: unknown): Manager => {
    const made = new Manager({
      autoConnect: false,
      reconnection: false,
      useNativeTimers: false,
      ...(parser !== undefined && { parser }),
    });
    made.timeout(false);
    // The library would close the engine when its last namespace is left; here the machine decides.
    made._destroy = () => {};
    guardManager(
      made,
      (packet) => {
        hasHeard = true;
        settings.onPacket?.(packet);
      },
      () => {
        distrust('protocol mismatch', classifyFailure({ isOldProtocol: true }, address.display, host.mask()));
      },
    );
    made.on('close', (reason, description) => {
      if (phase !== 'open') return;
      phase = 'closed';
      attempt += 1;
      endSoon(dialer, clock);
      const error = hasHeard
        ? undefined
        : (parserMismatch({ reason, description, connectedAt, now: clock.now(), address, config }) ??
          refusalOf(description));
      handlers.closed(reason, error);
    });
    for (const namespace of namespaces.values()) namespace.attach(made);
    return made;
  };

  // Copied by the library twice, with its own: beyond nineteen the copies would be dictionaries, a kilobyte more each. So
  // what the library has for a default stays out.
  const engineOptions = (): Manager['opts'] => ({
    hostname: address.hostname,
    port: address.port,
    secure: address.secure,
    path: `${address.path}/`,
    query: address.query,
    ...(config.upgrade === false && { upgrade: false }),
    ...(config.tryAllTransports === true && { tryAllTransports: true }),
    ...dialer.optionsV4(),
  });

  const dial = (current: number, parser: unknown): void => {
    manager ??= createManager(parser);
    manager.opts = engineOptions();
    manager.open((error) => {
      if (current !== attempt) return;
      if (error !== undefined) return fail(evidenceOf(error));
      phase = 'open';
      turns.end();
      handlers.opened({ transport: engine.transport.name });
    });
    const { engine } = manager;
    guardEngine(engine);
    watchHandshake(engine, clock, () => {
      if (current === attempt && phase === 'opening') fail({ isForeign: true });
    });
    engine.on('upgrade', (transport) => {
      if (current === attempt) handlers.upgraded?.(transport.name);
    });
    engine.on('upgradeError', () => endIfStuck(engine));
    // The Manager does not hear of an engine that closes before it has opened.
    engine.on('close', (_reason, description) => {
      if (current === attempt && phase === 'opening') fail(evidenceOf(description));
    });
  };

  const prepare = (): Promise<unknown> | undefined => {
    const needsParser = config.parser === 'msgpack' && manager === undefined;
    const preparing = dialer.prepare();
    if (!needsParser) return preparing;
    return Promise.all([import('socket.io-msgpack-parser'), preparing]).then(([parser]) => parser);
  };

  return {
    protocol: 'v4',
    open() {
      if (phase === 'opening' || phase === 'open' || phase === 'disposed') return;
      if (phase === 'closing') abandon();
      phase = 'opening';
      attempt += 1;
      connectedAt = undefined;
      hasHeard = false;
      for (const namespace of namespaces.values()) namespace.reset();
      const current = attempt;
      const start = (parser?: unknown): void => {
        if (current !== attempt) return;
        try {
          dial(current, parser);
        } catch (error) {
          // Not within `open`, however it fails.
          queueMicrotask(() => {
            if (current === attempt) fail(evidenceOf(error));
          });
        }
      };
      const begin = (): void => {
        const preparing = prepare();
        if (preparing === undefined) start();
        else
          preparing.then(start, (error: unknown) => {
            if (current === attempt) fail(evidenceOf(error));
          });
      };
      turns.begin(begin);
    },
    close() {
      if (phase === 'opening') {
        phase = 'closing';
        abandon();
      } else if (phase === 'open') {
        phase = 'closing';
        attempt += 1;
        for (const namespace of namespaces.values()) namespace.leave();
        manager?._close();
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
      attempt += 1;
      manager?._close();
      return afterFarewell(manager?.engine, dialer, clock, end);
    },
    namespace(name, namespaceHandlers) {
      let namespace = namespaces.get(name);
      if (namespace === undefined) {
        namespace = createNamespaceV4(name, host, namespaceHandlers);
        namespaces.set(name, namespace);
        if (manager !== undefined) namespace.attach(manager);
      }
      return namespace;
    },
  };
}
