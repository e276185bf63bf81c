import { xstate4Hello } from '../../model/createXstate4Adapter.ts';
import { isRecord } from '../../model/isRecord.ts';
import type { ForeignWire } from './ForeignWire.ts';

/** What this page needs of the window that opened it, or frames it. */
export interface PeerWindow {
  postMessage(message: unknown, targetOrigin: string): void;
}

/** What this page needs of its own window. */
export interface MessageSource {
  addEventListener(
    type: 'message',
    listener: (event: { readonly source: unknown; readonly origin: string; readonly data: unknown }) => void,
  ): void;
}

/**
 * Makes the way to the window that opened this page with `createBrowserInspector({ url })` of `@statelyai/inspect` or
 * `inspect({ url, iframe: false })` of `@xstate/inspect`. Only that window is heard, and only the origin that it had when
 * it first spoke.
 */
export function createOpenerWire(own: MessageSource, peer: PeerWindow): ForeignWire {
  let origin: string | undefined;
  return {
    get name() {
      return origin ?? 'the page that opened this one';
    },
    listen(receive) {
      own.addEventListener('message', (event) => {
        if (event.source !== peer || !isForeign(event.data)) return;
        origin ??= event.origin;
        if (event.origin === origin) receive(event.data);
      });
      // Nothing is said in them, and who it is that opened the page is not known yet. Once only: XState 5's inspector sends
      // its buffer again at each.
      peer.postMessage(xstate4Hello, '*');
      peer.postMessage({ type: '@statelyai.connected' }, '*');
    },
    send(message) {
      // A sandboxed page has the origin `null`, which cannot be named as a target.
      if (origin !== undefined) peer.postMessage(message, origin === 'null' ? '*' : origin);
    },
  };
}

/** Whether it is of one of the two protocols: pages post other things to their popups, too. */
function isForeign(data: unknown): boolean {
  const type = isRecord(data) ? data['type'] : undefined;
  return (
    typeof type === 'string' &&
    (type.startsWith('@xstate.') ||
      type === '@statelyai.disconnected' ||
      type.startsWith('service.') ||
      type === 'xstate.disconnect')
  );
}
