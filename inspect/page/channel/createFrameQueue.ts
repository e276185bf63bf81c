/** What a {@link FrameQueue} needs of a browser. */
export interface FrameSurroundings {
  requestFrame(callback: () => void): void;
  /** Whether nobody can see the page: then a browser gives no frames. */
  isHidden(): boolean;
}

/** Hands on what arrives at most once a frame, all of it together, in order. */
export interface FrameQueue<Message> {
  push(message: Message): void;
  /** Hands on at once what waits. */
  flush(): void;
}

/** A frame that stays away for longer than this many messages is not waited for: browsers give none to a frame out of sight. */
const mostWaiting = 40;

/**
 * Makes a {@link FrameQueue}. While the page is hidden there are no frames, and what arrives is handed on at once, so that
 * it does not pile up.
 */
export function createFrameQueue<Message>(
  handle: (messages: readonly Message[]) => void,
  { requestFrame, isHidden }: FrameSurroundings,
): FrameQueue<Message> {
  let waiting: Message[] = [];
  let isRequested = false;

  function flush(): void {
    if (waiting.length === 0) return;
    const messages = waiting;
    waiting = [];
    handle(messages);
  }

  return {
    push(message) {
      waiting.push(message);
      if (isHidden() || waiting.length > mostWaiting) {
        flush();
      } else if (!isRequested) {
        isRequested = true;
        requestFrame(() => {
          isRequested = false;
          flush();
        });
      }
    },
    flush,
  };
}
