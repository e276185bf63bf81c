import type { Hello, RecordingState, SkippedForward } from '../../model/Channel.ts';
import type { ControlAnswer, ControlRequest } from '../../model/ControlRequest.ts';
import type { Store } from '../shell/createStore.ts';

/** How the page itself is connected to the inspector, as a line of text and a colour. */
export interface FeedState {
  readonly phase: 'connecting' | 'live' | 'waiting' | 'closed';
  /** Why it is not live, for people. */
  readonly message: string | null;
  /** When it is tried again, in ms since the epoch. */
  readonly retryAt: number | null;
}

/** Where the page's knowledge comes from: an inspector's channel, or the program that opened the page. */
export interface Feed {
  readonly kind: 'channel' | 'opener';
  readonly state: Store<FeedState>;
  /** What the other side said of itself; `null` until it did. */
  readonly hello: Store<Hello | null>;
  readonly recording: Store<RecordingState>;
  /** The last time that this page was too slow. */
  readonly skipped: Store<SkippedForward | null>;
  /** Never rejects: what goes wrong is in the answer. */
  request(request: ControlRequest): Promise<ControlAnswer>;
  /** Tries again now. */
  retry(): void;
  /** Ends the connection for good. */
  close(): void;
}

export const noRecording: RecordingState = { active: false, file: null, bytes: 0, entries: 0, full: false };
