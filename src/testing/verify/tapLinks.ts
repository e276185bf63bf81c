import type { ConnectionError } from '../../../machines/ConnectionError.ts';
import type { CreateLink, Link, LinkHandlers, LinkNamespace } from '../../../machines/Link.ts';
import type { LinkFactory } from '../../links/createLinkFactory.ts';
import type { SeenPacket } from '../../links/LinkSettings.ts';
import type { Experience } from './Experience.ts';
import type { Finding } from './Finding.ts';
import type { Network } from './Network.ts';

/** What a tap works with. */
export interface TapOptions {
  readonly network: Network;
  readonly experience: Experience;
  readonly now: () => number;
  /** The name under which a message goes to the server. */
  readonly toEventName: (eventName: string) => string;
  readonly find: (finding: Finding) => void;
}

/** Stands between the network and a connection's links. */
export interface LinkTap {
  readonly factory: LinkFactory;
  onPacket(packet: SeenPacket): void;
  /** Whether the last attempt began, and went on, on a network that nobody disturbed. */
  readonly isUndisturbed: boolean;
  /** Namespaces whose join has not been answered, of the engine connection that there is. */
  readonly unanswered: readonly string[];
  /** Whether the engine of the last attempt has opened. */
  readonly hasOpened: boolean;
}

const acknowledgements = new Set([3, 6]);

/** Watches what servers do at the port of the links, and judges what nobody but they can have done. */
export function tapLinks(inner: () => LinkFactory, options: TapOptions): LinkTap {
  const { network, experience, now, find } = options;
  let attempt = { disturbances: -1, openedAt: undefined as number | undefined };
  let unanswered = new Set<string>();
  /**
   * Acknowledgements that are still to come, by namespace and number: each link counts its own from 0 on. What was held on the way
   * may come for a link that there was before.
   */
  const awaited = new Map<string, number>();
  const isUndisturbed = (): boolean =>
    network.fault === undefined && network.disturbances === attempt.disturbances;
  const begin = (): void => {
    attempt = { disturbances: network.disturbances, openedAt: undefined };
    unanswered = new Set();
  };

  const createLink: CreateLink = (protocol, handlers) => {
    let isEndedByUs = false;
    const own: LinkHandlers = {
      opened(info) {
        attempt.openedAt = now();
        experience.protocol = protocol;
        experience.transports.add(info.transport);
        handlers.opened(info);
      },
      failed: (error) => handlers.failed(error),
      closed(reason, error) {
        const age = now() - (attempt.openedAt ?? now());
        if (!isEndedByUs && isUndisturbed())
          find(endedFinding({ protocol, reason, error, age, unanswered: [...unanswered] }));
        else if (!isEndedByUs) experience.drops += 1;
        handlers.closed(reason, error);
      },
      upgraded(transport) {
        experience.transports.add(transport);
        handlers.upgraded?.(transport);
      },
    };
    const link = factoryOf().createLink(protocol, own);
    const known = new Map<string, LinkNamespace>();
    const endedByUs = (act: () => void): void => {
      isEndedByUs = true;
      act();
    };
    const tapped: Link = {
      protocol,
      open() {
        begin();
        experience.attempts += 1;
        isEndedByUs = false;
        link.open();
      },
      close: () => endedByUs(() => link.close()),
      abandon: () => endedByUs(() => link.abandon()),
      dispose: () => endedByUs(() => link.dispose()),
      namespace(name, namespaceHandlers) {
        const existing = known.get(name);
        if (existing !== undefined) return existing;
        const namespace = link.namespace(name, {
          joined(info) {
            unanswered.delete(name);
            experience.admitted.add(name);
            namespaceHandlers.joined(info);
          },
          denied(refusal) {
            unanswered.delete(name);
            find(deniedFinding(name, refusal.message, experience.admitted.has(name)));
            namespaceHandlers.denied(refusal);
          },
          disconnected(reason) {
            if (isUndisturbed() && reason === 'io server disconnect') find(kickedFinding(name));
            namespaceHandlers.disconnected(reason);
          },
        });
        let count = 0;
        const tappedNamespace: LinkNamespace = {
          name,
          join(credentials) {
            experience.joins += 1;
            unanswered.add(name);
            namespace.join(credentials);
          },
          leave() {
            unanswered.delete(name);
            namespace.leave();
          },
          emit(eventName, args, emitOptions, acknowledge) {
            experience.sent += 1;
            // Noted before it goes out: an answer can come within.
            if (acknowledge !== undefined) {
              const key = `${name} ${count}`;
              count += 1;
              awaited.set(key, (awaited.get(key) ?? 0) + 1);
            }
            return namespace.emit(options.toEventName(eventName), args, emitOptions, acknowledge);
          },
          on: (eventName, listener) => namespace.on(eventName, listener),
          off: (eventName, listener) => namespace.off(eventName, listener),
          onAny: (listener) => namespace.onAny(listener),
          offAny: (listener) => namespace.offAny(listener),
        };
        known.set(name, tappedNamespace);
        return tappedNamespace;
      },
    };
    return tapped;
  };

  let made: LinkFactory | undefined;
  const factoryOf = (): LinkFactory => (made ??= inner());
  return {
    factory: {
      createLink,
      async probe(signal) {
        begin();
        experience.attempts += 1;
        const protocol = await factoryOf().probe(signal);
        // The link takes it from here: that is one try, not two.
        experience.attempts -= 1;
        return protocol;
      },
    },
    onPacket({ type, nsp, id }) {
      if (!acknowledgements.has(type)) return;
      const key = `${nsp} ${id}`;
      const left = awaited.get(key);
      if (left === undefined) find(unaskedFinding(nsp));
      else if (left === 0) find(twiceFinding(nsp));
      else awaited.set(key, left - 1);
    },
    get isUndisturbed() {
      return isUndisturbed();
    },
    get unanswered() {
      return [...unanswered];
    },
    get hasOpened() {
      return attempt.openedAt !== undefined;
    },
  };
}

/** How a connection has ended that nobody had asked to. */
interface Ending {
  readonly protocol: 'v2' | 'v4';
  readonly reason: string;
  readonly error: ConnectionError | undefined;
  /** How long it had been open, in ms. */
  readonly age: number;
  readonly unanswered: readonly string[];
}

/** By reason: some of them are this end's answer to what the server did, or did not. */
function endedFinding({ protocol, reason, error, age, unanswered }: Ending): Finding {
  const when =
    unanswered.length === 0
      ? `${age} ms after it had opened`
      : `before it had answered the join of ${unanswered.join(' and ')}`;
  const rule = 'kept-open';
  switch (reason) {
    case 'parse error':
    case 'protocol violation':
    case 'protocol mismatch':
      return {
        rule,
        message: `The server sent what the protocol does not allow, and the connection was given up ${when}: ${error?.message ?? `${reason}.`}`,
        advice:
          'Look at what the server sends there: which parser it uses, and whether something before it changes what passes.',
      };
    case 'ping timeout':
      return {
        rule,
        message:
          protocol === 'v4'
            ? `The server sent no ping within its \`pingInterval\` + \`pingTimeout\`, and the connection was given up ${when} (ping timeout).`
            : `The server did not answer a ping within its \`pingTimeout\`, and the connection was given up ${when} (ping timeout).`,
        advice:
          'Look at what keeps the server from it: a long computation, or a heartbeat that is shorter than its pauses.',
      };
    case 'transport error':
      return {
        rule,
        message: `The transport failed ${when}, while the network was well: ${error?.message ?? `${reason}.`}`,
        advice:
          'Look at the log of the server for the same moment, at what it sends there, and at a proxy before it.',
      };
    default:
      return {
        rule,
        message: `The server ended the connection ${when}, while the network was well and nobody had asked for it (${reason}).`,
        advice:
          'Look at what the server does on `connection`, at limits on connections, and at a proxy before it that gives up early.',
      };
  }
}

function kickedFinding(namespace: string): Finding {
  return {
    rule: 'kept-open',
    message: `The server disconnected ${namespace}, while the network was well and nobody had asked for it (io server disconnect).`,
    advice: `Look for \`socket.disconnect()\` in what the server does on \`connection\` of ${namespace}.`,
  };
}

function deniedFinding(namespace: string, words: string, wasAdmitted: boolean): Finding {
  const said = words === '' ? 'without a word' : `with the words "${words}"`;
  return wasAdmitted
    ? {
        rule: 'joins-alike',
        message: `The server denied ${namespace} ${said}, although it had admitted the same credentials before.`,
        advice: `Look at the middleware of ${namespace} (\`use\`): what does it remember from one join to the next? Clients join anew after every drop.`,
      }
    : {
        rule: 'joins-alike',
        message: `The server denied ${namespace} ${said}.`,
        advice:
          'Give the credentials that it asks for in the project file (`auth`), and verify that: `statewire verify PROJECT --connection NAME`.',
      };
}

function unaskedFinding(namespace: string): Finding {
  return {
    rule: 'acknowledged-once',
    message: `The server acknowledged a message in ${namespace} that nobody had sent.`,
    advice:
      'Look at where the number of the acknowledgement comes from: it is that of the message, and means nothing in another connection.',
  };
}

function twiceFinding(namespace: string): Finding {
  return {
    rule: 'acknowledged-once',
    message: `The server acknowledged one message in ${namespace} twice.`,
    advice:
      'Look at the handler of the event: its acknowledgement is called once, or clients that count on it do things twice. (The connection has taken the first one and left the second alone.)',
  };
}
