import type { Clock } from '../../machines/Clock.ts';
import type { ConnectionError } from '../../machines/ConnectionError.ts';
import type { Link, LinkNamespace } from '../../machines/Link.ts';
import { createLinkFactory } from '../../src/links/createLinkFactory.ts';
import type { LinkConfig } from '../../src/links/LinkConfig.ts';
import type { TestContext } from '../suite.ts';
import { EventLog } from './EventLog.ts';

export interface LinkEvent {
  readonly type: 'opened' | 'failed' | 'closed' | 'upgraded';
  readonly transport?: string;
  readonly reason?: string;
  readonly error?: ConnectionError;
}

export interface NamespaceEvent {
  readonly type: 'joined' | 'denied' | 'disconnected';
  readonly id?: string;
  readonly recovered?: boolean;
  readonly message?: string;
  readonly data?: unknown;
  readonly reason?: string;
}

export interface RecordedNamespace {
  readonly namespace: LinkNamespace;
  readonly events: EventLog<NamespaceEvent>;
  /** Everything received, the event's name first. */
  readonly messages: EventLog<readonly unknown[]>;
}

export interface RecordedLink {
  readonly link: Link;
  readonly events: EventLog<LinkEvent>;
  namespace(name: string): RecordedNamespace;
}

/** A link that writes down what it is told, and is disposed of after the test. */
export function recordedLink(
  config: LinkConfig,
  protocol: 'v2' | 'v4',
  { after }: Pick<TestContext, 'after'>,
  clock?: Clock,
): RecordedLink {
  const events = new EventLog<LinkEvent>();
  const link = createLinkFactory(config, clock).createLink(protocol, {
    opened: ({ transport }) => events.add({ type: 'opened', transport }),
    failed: (error) => events.add({ type: 'failed', error }),
    closed: (reason, error) => events.add({ type: 'closed', reason, ...(error !== undefined && { error }) }),
    upgraded: (transport) => events.add({ type: 'upgraded', transport }),
  });
  after(() => link.dispose());
  return {
    link,
    events,
    namespace(name) {
      const namespaceEvents = new EventLog<NamespaceEvent>();
      const messages = new EventLog<readonly unknown[]>();
      const namespace = link.namespace(name, {
        joined: (info) => namespaceEvents.add({ type: 'joined', ...info }),
        denied: (refusal) => namespaceEvents.add({ type: 'denied', ...refusal }),
        disconnected: (reason) => namespaceEvents.add({ type: 'disconnected', reason }),
      });
      namespace.onAny((...message) => messages.add(message));
      return { namespace, events: namespaceEvents, messages };
    },
  };
}

/** Emits and resolves with the acknowledgement's arguments. */
export function request(namespace: LinkNamespace, eventName: string, ...args: unknown[]): Promise<unknown[]> {
  return new Promise((resolve) => {
    namespace.emit(eventName, args, undefined, (...answer) => resolve(answer));
  });
}
