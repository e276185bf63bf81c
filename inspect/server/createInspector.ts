import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import type { AnyActorRef } from 'xstate';
import { channelVersion, type BulkSnapshot, type RecordingState } from '../model/Channel.ts';
import { createCollector } from '../model/createCollector.ts';
import { ownSource } from '../model/createForeignFeed.ts';
import { createGraphObserver } from '../model/createGraphObserver.ts';
import { createTrafficObserver } from '../model/createTrafficObserver.ts';
import { createXstate5Observer } from '../model/createXstate5Observer.ts';
import { messageOf } from '../model/serialise.ts';
import type { GraphSource } from '../model/GraphSource.ts';
import type { TrafficSource } from '../model/TrafficSource.ts';
import { actorsForApi } from './actorsForApi.ts';
import { createChannel } from './createChannel.ts';
import { createControl } from './createControl.ts';
import { createForeignSockets } from './createForeignSockets.ts';
import { createRecorder } from './createRecorder.ts';
import type { InspectorOptions } from './InspectorOptions.ts';
import { startServer } from './startServer.ts';

/** A running inspector. */
export interface Inspector {
  /** To open in a browser; with the token. */
  readonly url: string;
  /** For `createWebSocketInspector({ url })` of `@statelyai/inspect`, in programs of your own. */
  readonly socketUrl: string;
  /** For `createWebSocketReceiver({ server })` of `@statelyai/inspect` (XState 5). */
  readonly xstate5ReceiverUrl: string;
  /** For receivers of `@xstate/inspect` (XState 4); without the protocol it is what its `server` takes. */
  readonly xstate4ReceiverUrl: string;
  /**
   * Shows the actor, and the whole actor system that it is part of. Costs nothing until somebody looks.
   *
   * @param options.name - what it is called. Default: its system id, id or machine
   * @returns ends it
   */
  observe(actor: AnyActorRef, options?: { readonly name?: string }): () => void;
  /** Shows connections: their actors and traffic, and with `control` drives them. @returns ends it */
  observeConnections(connections: TrafficSource): () => void;
  /** Shows the graphs of a running project, one at a time. @returns ends it */
  observeGraph(source: GraphSource): () => void;
  /** Viewers, receivers and recordings there are: the observers are attached while it is not 0. */
  readonly watchers: number;
  readonly recording: RecordingState;
  /**
   * Records everything from now on, as newline-delimited JSON. A recording that runs is ended.
   *
   * @throws {Error} (a rejection) if the file cannot be written
   */
  startRecording(file?: string): Promise<string>;
  stopRecording(): Promise<void>;
  /** Ends recording, viewers' connections and server. The observed actors notice nothing. */
  close(): Promise<void>;
}

/** Of the timeline, for a viewer that comes: enough to fill its screen at once. It asks for earlier entries. */
const entriesAtFirst = 300;
/** How often news go out, in ms. */
const batchInterval = 50;
/** Counters are read every so many batches. */
const countersEvery = 5;

/**
 * Starts an inspector: a page and a live channel on 127.0.0.1 that show statecharts as they move. It keeps the process
 * alive until it is closed.
 *
 * @throws {Error} (a rejection) if the port is taken, the host is not loopback, or the recording cannot be written
 * @example
 * const inspector = await createInspector();
 * inspector.observe(actor, { name: 'checkout' });
 * console.log(inspector.url);
 */
export async function createInspector(options: InspectorOptions = {}): Promise<Inspector> {
  const { title = 'statewire', control: isControlOn = false } = options;
  const now = (): number => performance.timeOrigin + performance.now();
  const session = randomUUID();
  const collector = createCollector();
  const actors = createXstate5Observer({ collector, source: ownSource, now });
  const traffic = createTrafficObserver({ collector, idOf: ({ actor }) => actors.idOf(actor), now });
  const graphs = createGraphObserver({ collector, now });
  collector.setSource({
    id: ownSource,
    name: 'this process',
    kind: 'process',
    connected: true,
    accepts: isControlOn,
  });

  // --- who looks ---

  let watchers = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let ticks = 0;
  let leftAt: number | undefined;

  /** Somebody looks, until the returned function is called. */
  function watch(): () => void {
    watchers += 1;
    if (watchers === 1) attach();
    else tick();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      watchers -= 1;
      if (watchers === 0) detach();
    };
  }

  function attach(): void {
    if (leftAt !== undefined) collector.noteUnwatched(now() - leftAt);
    actors.attach();
    traffic.attach();
    graphs.attach();
    traffic.readCounters();
    timer = setInterval(tick, batchInterval);
    ticks = 0;
    // What has gathered so far is in the first snapshot.
    collector.take(now());
  }

  function detach(): void {
    clearInterval(timer);
    leftAt = now();
    actors.detach();
    traffic.detach();
    graphs.detach();
    collector.take(now());
  }

  function tick(): void {
    ticks += 1;
    handOver(ticks % countersEvery === 0);
  }

  /** Hands over what is new, to all at once. */
  function handOver(isWithCounters: boolean): void {
    actors.flush();
    traffic.flush();
    graphs.flush();
    if (isWithCounters) traffic.readCounters();
    const batch = collector.take(now());
    if (batch === undefined) return;
    recorder.write(batch);
    channel.broadcast(batch);
    foreign.broadcast(batch);
  }

  // --- recording ---

  const recorder = createRecorder({
    title,
    mostBytes: options.recordBytes ?? 268_435_456,
    now,
    changed() {
      channel.sendRecordingState(recorder.state);
      if (!recorder.state.active) {
        stopWatching?.();
        stopWatching = undefined;
      }
    },
  });
  let stopWatching: (() => void) | undefined;

  let starting: Promise<unknown> = Promise.resolve();

  /** One after the other, however many ask. */
  function startRecording(file = defaultFile()): Promise<string> {
    const started = starting.then(() => beginRecording(file));
    starting = started.catch(() => {});
    return started;
  }

  async function beginRecording(file: string): Promise<string> {
    await endRecording();
    const unwatch = watch();
    try {
      await recorder.start(file, snapshot);
    } catch (error) {
      unwatch();
      throw new Error(`The recording cannot be written to ${file}: ${messageOf(error)}`, { cause: error });
    }
    stopWatching = unwatch;
    return file;
  }

  /** What has happened since the last batch is a part of it: when a program ends, that is how it ended. */
  function endRecording(): Promise<void> {
    if (recorder.state.active) handOver(true);
    return recorder.stop();
  }

  function defaultFile(): string {
    const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
    return join(options.recordFolder ?? process.cwd(), `statewire-${stamp}.ndjson`);
  }

  async function record(action: 'start' | 'stop'): Promise<string> {
    if (action === 'start') return basename(await startRecording());
    await endRecording();
    return recorder.state.file ?? '';
  }

  function download(path: string, response: ServerResponse): boolean {
    const { file } = recorder;
    if (path !== '/api/recording' || file === undefined) return false;
    response.writeHead(200, {
      'Content-Type': 'application/x-ndjson',
      'Content-Disposition': `attachment; filename="${basename(file).replaceAll('"', '')}"`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    });
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
    return true;
  }

  // --- the parts that are spoken to ---

  function snapshot(): BulkSnapshot {
    tick();
    return collector.snapshot();
  }

  const control = createControl({ isOn: isControlOn, collector, actors, traffic, record });
  const foreign = createForeignSockets({
    collector,
    snapshot,
    join: watch,
    send: (actor, event) => void control.send(actor, event),
    now,
  });
  const server = await startServer(options, {
    api(path) {
      if (path !== '/api/actors') return undefined;
      if (!actors.isAttached) actors.walk();
      return actorsForApi(snapshot());
    },
    download,
    upgrade: foreign.upgrade,
  });
  const channel = createChannel(server.io, {
    hello: () => ({
      version: channelVersion,
      mode: 'live',
      control: isControlOn,
      title,
      session,
      now: Date.now(),
      recording: recorder.state,
    }),
    snapshot: () => newestOf(snapshot()),
    join(viewer) {
      const unwatch = watch();
      return () => {
        control.forget(viewer);
        unwatch();
      };
    },
    answer: (viewer, request, resync) => control.answer(viewer, request, resync),
    now,
  });

  async function close(): Promise<void> {
    await endRecording();
    foreign.close();
    await server.close();
    if (watchers > 0) detach();
  }

  if (options.record !== undefined) {
    try {
      await startRecording(options.record);
    } catch (error) {
      await close();
      throw error;
    }
  }

  return {
    url: server.url,
    socketUrl: server.urlOf('/', 'ws'),
    xstate5ReceiverUrl: server.urlOf('/xstate5', 'ws'),
    xstate4ReceiverUrl: server.urlOf('/xstate4', 'ws'),
    observe: (actor, { name } = {}) => actors.add(actor, { ...(name !== undefined && { name }) }),
    observeConnections(connections) {
      const forget = [
        ...connections.names.map((name) =>
          actors.add(connections.get(name).actor, { name, connection: name }),
        ),
        traffic.add(connections),
      ];
      return () => {
        for (const end of forget) end();
      };
    },
    observeGraph: (source) => graphs.set(source),
    get watchers() {
      return watchers;
    },
    get recording() {
      return recorder.state;
    },
    startRecording,
    stopRecording: endRecording,
    close,
  };
}

function newestOf(snapshot: BulkSnapshot): BulkSnapshot {
  return { ...snapshot, entries: snapshot.entries.slice(-entriesAtFirst) };
}
