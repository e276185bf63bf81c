import { createConnections } from '../../../src/index.ts';
import {
  channelVersion,
  type Batch,
  type BulkSnapshot,
  type Hello,
  type RecordingState,
  type ServerToViewer,
  type SkippedForward,
  type ViewerToServer,
} from '../../model/Channel.ts';
import type { ControlAnswer, ControlRequest } from '../../model/ControlRequest.ts';
import { createStore } from '../shell/createStore.ts';
import type { World } from '../world/createWorld.ts';
import { createFrameQueue, type FrameSurroundings } from './createFrameQueue.ts';
import { isTokenRefused } from './isTokenRefused.ts';
import { noRecording, type Feed, type FeedState } from './Feed.ts';

type Message =
  | { readonly type: 'hello'; readonly hello: Hello }
  | { readonly type: 'snapshot'; readonly snapshot: BulkSnapshot }
  | { readonly type: 'batch'; readonly batch: Batch }
  | { readonly type: 'skipped'; readonly skipped: SkippedForward }
  | { readonly type: 'recording'; readonly recording: RecordingState };

const startedAnew = 'The program has started anew. Open the address that it prints now.';

export interface ChannelFeedOptions {
  /** The inspector's origin. */
  readonly url: string;
  readonly token: string | null;
  readonly world: World;
  readonly frames: FrameSurroundings;
  /** Whether what comes is to be shown; without it only the greetings and answers count. */
  isShown(): boolean;
  /** What was known has changed: to be called at most once a frame. */
  onApplied(): void;
}

/** Connects to an inspector's live channel, by our own connection machine. */
export function createChannelFeed({
  url,
  token,
  world,
  frames,
  isShown,
  onApplied,
}: ChannelFeedOptions): Feed {
  const state = createStore<FeedState>({ phase: 'connecting', message: null, retryAt: null });
  const hello = createStore<Hello | null>(null);
  const recording = createStore<RecordingState>(noRecording);
  const skipped = createStore<SkippedForward | null>(null);

  const connections = createConnections([
    {
      name: 'inspector',
      url,
      query: token === null ? {} : { token },
      protocol: 'v4',
      transports: ['websocket'],
      whileOffline: 'drop',
      reconnectionDelay: 300,
      reconnectionDelayMax: 5_000,
      stableAfter: 1_000,
    },
  ]);
  const connection = connections.get<ServerToViewer, ViewerToServer>('inspector');

  const queue = createFrameQueue<Message>((messages) => {
    let applied: number | undefined;
    for (const message of messages) {
      if (message.type === 'batch') applied = message.batch.number;
      handle(message);
    }
    if (applied !== undefined) connection.send('applied', applied);
    onApplied();
  }, frames);

  function handle(message: Message): void {
    switch (message.type) {
      case 'hello':
        hello.set(message.hello);
        recording.set(message.hello.recording);
        state.set(
          message.hello.version === channelVersion
            ? { phase: 'live', message: null, retryAt: null }
            : {
                phase: 'closed',
                message: 'The inspector was updated. Reload this page to go on.',
                retryAt: null,
              },
        );
        break;
      case 'snapshot':
        if (isShown()) world.applySnapshot(message.snapshot, hello.get()?.now ?? Date.now());
        break;
      case 'batch':
        if (isShown()) world.applyBatch(message.batch);
        break;
      case 'skipped':
        skipped.set(message.skipped);
        break;
      case 'recording':
        recording.set(message.recording);
        break;
    }
  }

  connection.subscribe('hello', (message) => queue.push({ type: 'hello', hello: message }));
  connection.subscribe('snapshot', (message) => queue.push({ type: 'snapshot', snapshot: message }));
  connection.subscribe('batch', (message) => queue.push({ type: 'batch', batch: message }));
  connection.subscribe('skipped', (message) => queue.push({ type: 'skipped', skipped: message }));
  connection.subscribe('recording', (message) => queue.push({ type: 'recording', recording: message }));

  connection.on('state', ({ state: path, retryIn }) => {
    const message = connection.lastError?.message ?? null;
    // What was said when it was stopped stands.
    if (path === 'stopped.closed' && state.get().phase === 'closed') return;
    if (path.startsWith('stopped') && path !== 'stopped.closing') {
      state.set({ phase: 'closed', message, retryAt: null });
    } else if (path === 'connecting.waiting' || path === 'connecting.suspended') {
      state.set({ phase: 'waiting', message, retryAt: retryIn === undefined ? null : Date.now() + retryIn });
      void giveUpIfRefused();
    } else if (path.startsWith('connecting')) {
      state.set({ phase: 'connecting', message, retryAt: null });
    }
  });
  connection.start();

  /** No later try can do better with a token of another time. */
  async function giveUpIfRefused(): Promise<void> {
    if (!(await isTokenRefused(url, token)) || !connection.state.startsWith('connecting')) return;
    state.set({ phase: 'closed', message: startedAnew, retryAt: null });
    connection.stop();
  }

  return {
    kind: 'channel',
    state,
    hello,
    recording,
    skipped,
    async request(request: ControlRequest): Promise<ControlAnswer> {
      try {
        return await connection.request('request', request);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { ok: false, code: 'failed', message };
      }
    },
    retry: () => connection.start(),
    close: () => void connections.close(),
  };
}
