interface EventTargetLike {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

interface PageLike extends EventTargetLike {
  readonly visibilityState: string;
}

function isEventTarget(value: unknown): value is EventTargetLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function'
  );
}

function isPage(value: unknown): value is PageLike {
  return isEventTarget(value) && 'visibilityState' in value;
}

/**
 * Tells when a browser's network comes and goes. A page that is shown again counts as a network that has come: while it was
 * hidden the browser held its timers back, by a minute and more, and a retry that is due should not wait for them. Does
 * nothing outside of pages.
 *
 * @returns ends it
 * @see https://developer.mozilla.org/docs/Web/API/Window/online_event
 * @see https://developer.chrome.com/blog/timer-throttling-in-chrome-88
 */
export function watchNetwork(tell: (type: 'online' | 'offline') => void): () => void {
  const target: object = globalThis;
  const page = 'document' in target ? target.document : undefined;
  if (!isEventTarget(target) || !isPage(page)) return () => {};
  let isOnline = true;
  const change = (type: 'online' | 'offline'): void => {
    isOnline = type === 'online';
    tell(type);
  };
  const online = (): void => change('online');
  const offline = (): void => change('offline');
  const shown = (): void => {
    if (page.visibilityState === 'visible' && isOnline) online();
  };
  target.addEventListener('online', online);
  target.addEventListener('offline', offline);
  page.addEventListener('visibilitychange', shown);
  return () => {
    target.removeEventListener('online', online);
    target.removeEventListener('offline', offline);
    page.removeEventListener('visibilitychange', shown);
  };
}
