import { io, type Socket } from 'socket.io-client';
import { createMirror, type Mirror } from '../../inspect/model/createMirror.ts';
import type { Batch, BulkSnapshot, Hello, SkippedForward } from '../../inspect/model/Channel.ts';
import type { ControlAnswer, ControlRequest } from '../../inspect/model/ControlRequest.ts';
import type { InspectedActor } from '../../inspect/model/InspectedActor.ts';

/** A viewer without a page: the other end of the live channel, as the page would hold it. */
export interface Viewer {
  readonly socket: Socket;
  readonly hello: Hello;
  readonly mirror: Mirror;
  readonly snapshots: BulkSnapshot[];
  readonly batches: Batch[];
  readonly skipped: SkippedForward[];
  /** Whether batches are reported as applied. */
  isReading: boolean;
  actor(name: string): InspectedActor | undefined;
  request(request: ControlRequest): Promise<ControlAnswer>;
  /** Resolves once it holds: asked after every message. */
  until(holds: () => boolean): Promise<void>;
  close(): void;
}

/** Opens a viewer at an inspector's URL, and resolves after its first snapshot. */
export async function openViewer(
  url: string,
  { transports = ['websocket'] }: { transports?: readonly string[] } = {},
): Promise<Viewer> {
  const { origin, searchParams } = new URL(url);
  const socket: Socket = io(origin, {
    query: { token: searchParams.get('token') },
    transports: [...transports],
    reconnection: false,
    forceNew: true,
  });
  const mirror = createMirror({
    entries: { count: 100_000, bytes: 1e9 },
    rows: { count: 100_000, bytes: 1e9 },
  });
  const snapshots: BulkSnapshot[] = [];
  const batches: Batch[] = [];
  const skipped: SkippedForward[] = [];
  const waiting = new Set<() => void>();
  const ask = (): void => {
    for (const check of waiting) check();
  };
  const viewer = { isReading: true };
  const hello = new Promise<Hello>((resolve, reject) => {
    socket.once('hello', resolve);
    socket.once('connect_error', reject);
  });
  const first = new Promise<void>((resolve) => socket.once('snapshot', () => resolve()));
  socket.on('snapshot', (snapshot: BulkSnapshot) => {
    snapshots.push(snapshot);
    mirror.reset(snapshot);
    ask();
  });
  socket.on('batch', (batch: Batch) => {
    batches.push(batch);
    mirror.apply(batch);
    if (viewer.isReading) socket.emit('applied', batch.number);
    ask();
  });
  socket.on('skipped', (message: SkippedForward) => skipped.push(message));
  const greeting = await hello;
  await first;
  return Object.assign(viewer, {
    socket,
    hello: greeting,
    mirror,
    snapshots,
    batches,
    skipped,
    actor: (name: string) => [...mirror.actors.values()].find((actor) => actor.name === name),
    request: (request: ControlRequest): Promise<ControlAnswer> =>
      new Promise((resolve) => socket.emit('request', request, resolve)),
    until: (holds: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!holds()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    close: () => void socket.disconnect(),
  });
}
