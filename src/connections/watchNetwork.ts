interface EventTargetLike {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

function isEventTarget(value: object): value is EventTargetLike {
  return 'addEventListener' in value && typeof value.addEventListener === 'function' && 'document' in value;
}

/**
 * Tells when a browser's network comes and goes. Does nothing elsewhere.
 *
 * @returns ends it
 * @see https://developer.mozilla.org/docs/Web/API/Window/online_event
 */
export function watchNetwork(tell: (type: 'online' | 'offline') => void): () => void {
  const target: object = globalThis;
  if (!isEventTarget(target)) return () => {};
  const online = (): void => tell('online');
  const offline = (): void => tell('offline');
  target.addEventListener('online', online);
  target.addEventListener('offline', offline);
  return () => {
    target.removeEventListener('online', online);
    target.removeEventListener('offline', offline);
  };
}
