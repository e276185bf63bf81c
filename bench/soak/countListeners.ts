import type { Clock } from '../../machines/Clock.ts';
import type { CreateLink, LinkNamespace } from '../../machines/Link.ts';
import { createLinkFactory, type LinkFactory } from '../../src/links/createLinkFactory.ts';
import type { LinkConfig } from '../../src/links/LinkConfig.ts';

/** The real links, with their listeners counted. */
export interface CountedLinks {
  /** As `createConnections` takes it. */
  readonly createLinks: (config: LinkConfig, clock?: Clock) => LinkFactory;
  /** Listeners that hang on links which are not disposed. */
  readonly listeners: number;
  readonly links: number;
}

/** Makes real links, and counts what hangs on them. */
export function countListeners(): CountedLinks {
  let listeners = 0;
  let links = 0;
  const count = (namespace: LinkNamespace, note: (change: number) => void): LinkNamespace => ({
    ...namespace,
    on(eventName, listener) {
      note(1);
      namespace.on(eventName, listener);
    },
    off(eventName, listener) {
      note(-1);
      namespace.off(eventName, listener);
    },
    onAny(listener) {
      note(1);
      namespace.onAny(listener);
    },
    offAny(listener) {
      note(-1);
      namespace.offAny(listener);
    },
  });
  return {
    createLinks(config, clock) {
      const factory = createLinkFactory(config, clock);
      const createLink: CreateLink = (protocol, handlers) => {
        const link = factory.createLink(protocol, handlers);
        const namespaces = new Map<string, LinkNamespace>();
        let own = 0;
        let isDisposed = false;
        links += 1;
        return {
          ...link,
          dispose() {
            if (!isDisposed) {
              isDisposed = true;
              links -= 1;
              listeners -= own;
            }
            link.dispose();
          },
          namespace(name, namespaceHandlers) {
            let namespace = namespaces.get(name);
            if (namespace === undefined) {
              namespace = count(link.namespace(name, namespaceHandlers), (change) => {
                own += change;
                listeners += change;
              });
              namespaces.set(name, namespace);
            }
            return namespace;
          },
        };
      };
      return { createLink, probe: factory.probe };
    },
    get listeners() {
      return listeners;
    },
    get links() {
      return links;
    },
  };
}
