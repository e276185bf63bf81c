import { channelVersion, type Hello, type SkippedForward } from '../../model/Channel.ts';
import type { ControlAnswer, ControlRequest } from '../../model/ControlRequest.ts';
import { createCollector } from '../../model/createCollector.ts';
import { createStatelyAdapter } from '../../model/createStatelyAdapter.ts';
import { createXstate4Adapter } from '../../model/createXstate4Adapter.ts';
import type { ForeignAdapter } from '../../model/ForeignAdapter.ts';
import { isRecord } from '../../model/isRecord.ts';
import { createStore } from '../shell/createStore.ts';
import type { World } from '../world/createWorld.ts';
import type { FrameSurroundings } from './createFrameQueue.ts';
import { noRecording, type Feed, type FeedState } from './Feed.ts';
import type { ForeignWire } from './ForeignWire.ts';

export interface ForeignPageFeedOptions {
  readonly wire: ForeignWire;
  readonly world: World;
  readonly frames: FrameSurroundings;
  /** What was known has changed: called at most once a frame. */
  onApplied(): void;
}

/** A feed whose `control` is known later than itself. */
export interface ForeignPageFeed extends Feed {
  /** The inspector that served this page allows, or does not allow, to send events. */
  allowControl(isAllowed: boolean): void;
}

const batchInterval = 50;

/** Shows a program that talks to this page directly: the page is its own inspector then. */
export function createForeignPageFeed({
  wire,
  world,
  frames,
  onApplied,
}: ForeignPageFeedOptions): ForeignPageFeed {
  const collector = createCollector();
  const state = createStore<FeedState>({ phase: 'live', message: null, retryAt: null });
  const session = crypto.randomUUID();
  const hello = createStore<Hello | null>(helloWith(false));
  const adapters = new Map<'xstate4' | 'xstate5', ForeignAdapter>();
  const now = (): number => performance.timeOrigin + performance.now();
  let isDue = false;

  function helloWith(control: boolean): Hello {
    return {
      version: channelVersion,
      mode: 'live',
      control,
      title: wire.name,
      session,
      now: Date.now(),
      recording: noRecording,
    };
  }

  function adapterOf(kind: 'xstate4' | 'xstate5'): ForeignAdapter {
    const known = adapters.get(kind);
    if (known !== undefined) return known;
    collector.setSource({
      id: kind,
      name: `${kind === 'xstate5' ? 'XState 5' : 'XState 4'} at ${wire.name}`,
      kind,
      connected: true,
      // XState 5's protocol has no way back.
      accepts: kind === 'xstate4',
    });
    const make = kind === 'xstate5' ? createStatelyAdapter : createXstate4Adapter;
    const adapter = make({ collector, source: kind, now });
    adapters.set(kind, adapter);
    // The page's head says who it is, once it is known.
    hello.update((before) => (before === null ? before : { ...before, title: wire.name }));
    return adapter;
  }

  function receive(message: unknown): void {
    const type = isRecord(message) ? message['type'] : undefined;
    if (typeof type !== 'string') return;
    const isFour = type.startsWith('service.') || type === 'xstate.disconnect';
    adapterOf(isFour ? 'xstate4' : 'xstate5').receive(message);
    if (isDue) return;
    isDue = true;
    setTimeout(() => (frames.isHidden() ? flush() : frames.requestFrame(flush)), batchInterval);
  }

  function flush(): void {
    isDue = false;
    const batch = collector.take(now());
    if (batch === undefined) return;
    world.applyBatch(batch);
    onApplied();
  }

  world.applySnapshot(collector.snapshot(), now());
  wire.listen(receive, (reason) => {
    for (const adapter of adapters.values()) adapter.close();
    flush();
    state.set({ phase: 'closed', message: reason, retryAt: null });
  });

  function answer(request: ControlRequest): ControlAnswer {
    switch (request.type) {
      case 'entries':
        return { ok: true, entries: collector.entriesBefore(request.before, request.limit) };
      case 'clearStopped':
        collector.clearEnded();
        flush();
        return { ok: true, value: null };
      case 'send': {
        if (hello.get()?.control !== true) {
          return {
            ok: false,
            code: 'control-off',
            message: 'The inspector only watches: start it with --control.',
          };
        }
        const actor = collector.getActor(request.actor);
        const kind = actor?.source === 'xstate4' ? 'xstate4' : 'xstate5';
        const message =
          actor === undefined ? undefined : adapters.get(kind)?.encodeEvent(actor.sessionId, request.event);
        if (message === undefined) {
          return { ok: false, code: 'not-reachable', message: 'Nothing can be sent to this program.' };
        }
        wire.send(message);
        return { ok: true, value: null };
      }
      case 'resync':
      case 'expand':
      case 'recording':
      case 'connection':
      default:
        return {
          ok: false,
          code: 'not-reachable',
          message: 'This is not to be had from a program that talks to the page directly.',
        };
    }
  }

  return {
    kind: 'opener',
    state,
    hello,
    recording: createStore(noRecording),
    skipped: createStore<SkippedForward | null>(null),
    request: (request) => Promise.resolve(answer(request)),
    retry: () => location.reload(),
    close: () => {},
    allowControl: (isAllowed) => hello.set(helloWith(isAllowed)),
  };
}
