import './page.css';
import { createRoot } from 'react-dom/client';
import { createChannelFeed } from './channel/createChannelFeed.ts';
import { createForeignPageFeed } from './channel/createForeignPageFeed.ts';
import { createOpenerWire } from './channel/createOpenerWire.ts';
import { browserLayouts } from './chart/browserLayouts.ts';
import { createSocketWire } from './channel/createSocketWire.ts';
import type { Feed } from './channel/Feed.ts';
import type { ForeignWire } from './channel/ForeignWire.ts';
import { App } from './shell/App.tsx';
import { createSession, type AddressBar } from './shell/createSession.ts';
import { SessionContext } from './shell/useSession.ts';
import { createWorld } from './world/createWorld.ts';

const world = createWorld();
const address: AddressBar = {
  hash: () => location.hash,
  go: (hash, replace) => history[replace ? 'replaceState' : 'pushState'](null, '', hash),
  onChange: (listener) => window.addEventListener('hashchange', listener),
};

const parameters = new URLSearchParams(location.search);
const frames = {
  requestFrame: (callback: () => void) => requestAnimationFrame(callback),
  isHidden: () => document.hidden,
};
const onApplied = (): void => {
  if (!document.hidden) world.topics.tell();
};

function openChannel(isShown: boolean): Feed {
  return createChannelFeed({
    url: location.origin,
    token: parameters.get('token'),
    world,
    frames,
    isShown: () => isShown,
    onApplied,
  });
}

/**
 * A program that opened this page, or that is named in the address, talks to it directly. Then the inspector that served the
 * page is only asked whether events may be sent.
 */
function openWire(wire: ForeignWire): Feed {
  // No statechart of others is prepared.
  browserLayouts().warmUp();
  const feed = createForeignPageFeed({ wire, world, frames, onApplied });
  const channel = openChannel(false);
  const stop = channel.hello.subscribe(() => {
    const hello = channel.hello.get();
    if (hello === null) return;
    stop();
    feed.allowControl(hello.control);
    channel.close();
  });
  return feed;
}

function openFeed(): Feed {
  const server = parameters.get('server');
  if (server !== null) return openWire(createSocketWire(socketUrl(server, parameters.get('protocol'))));
  const peer: Window | null = window.opener ?? (window.parent === window ? null : window.parent);
  return peer === null || parameters.get('show') === 'server'
    ? openChannel(true)
    : openWire(createOpenerWire(window, peer));
}

/** Both ways in which `@xstate/inspect` is told of a server: `ws://host:port`, and `host:port` with a protocol. */
function socketUrl(server: string, protocol: string | null): string {
  return /^wss?:/.test(server) ? server : `${protocol ?? 'ws'}://${server}`;
}

const feed = openFeed();
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) world.topics.tell();
});

const session = createSession({ world, feed, address });
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <SessionContext value={session}>
      <App />
    </SessionContext>,
  );
}
