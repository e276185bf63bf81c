import type { Socket } from 'socket.io';
import type {
  Batch,
  BulkSnapshot,
  Hello,
  RecordingState,
  ServerToViewer,
  ViewerToServer,
} from '../model/Channel.ts';
import type { ControlAnswer } from '../model/ControlRequest.ts';
import type { ChannelServer } from './startServer.ts';

/** One who looks. */
export type ViewerSocket = Socket<ViewerToServer, ServerToViewer>;

/** Brings what there is to those who look, each at the pace that it can take. */
export interface Channel {
  broadcast(batch: Batch): void;
  sendRecordingState(state: RecordingState): void;
}

/** What a channel asks of its inspector. */
export interface ChannelHost {
  hello(): Hello;
  /** All that is known now. What it holds is in no later batch; a batch may go out before it returns. */
  snapshot(): BulkSnapshot;
  /** A viewer has come; returns what to do when it has left. */
  join(viewer: ViewerSocket): () => void;
  /** `request` is whatever came. */
  answer(viewer: ViewerSocket, request: unknown, resync: () => void): Promise<ControlAnswer>;
  now(): number;
}

/** Batches that a viewer may be behind: a second at full pace. */
const mostUnapplied = 20;

interface Viewer {
  readonly socket: ViewerSocket;
  /** Batches that were sent and are not reported as applied, by number. */
  readonly unapplied: number[];
  /** While it is skipped. */
  gap: { batches: number; entries: number; readonly from: number } | undefined;
}

/** Makes a {@link Channel} over a server. */
export function createChannel(io: ChannelServer, host: ChannelHost): Channel {
  const viewers = new Map<string, Viewer>();
  const live = 'live';

  function skip(viewer: Viewer, batch: Batch): void {
    if (viewer.gap === undefined) {
      viewer.gap = { batches: 0, entries: 0, from: host.now() };
      void viewer.socket.leave(live);
    }
    viewer.gap.batches += 1;
    viewer.gap.entries += batch.entries.length + batch.entriesSkipped;
  }

  /** It has applied all it was sent: what it has missed is in a fresh snapshot. */
  function catchUp(viewer: Viewer): void {
    const { gap, socket } = viewer;
    if (gap === undefined) return;
    // Still skipped while it is made, so that it gets nothing twice.
    const snapshot = host.snapshot();
    viewer.gap = undefined;
    socket.emit('skipped', { ...gap, to: host.now() });
    socket.emit('snapshot', snapshot);
    void socket.join(live);
  }

  io.on('connection', (socket) => {
    const viewer: Viewer = { socket, unapplied: [], gap: undefined };
    const leave = host.join(socket);
    socket.on('disconnect', () => {
      viewers.delete(socket.id);
      leave();
    });
    socket.on('applied', (number) => {
      if (typeof number !== 'number') return;
      const rest = viewer.unapplied.findIndex((sent) => sent > number);
      viewer.unapplied.splice(0, rest < 0 ? viewer.unapplied.length : rest);
      if (viewer.unapplied.length === 0) catchUp(viewer);
    });
    socket.on('request', (request, answer) => {
      const respond = typeof answer === 'function' ? answer : () => {};
      host
        .answer(socket, request, () => socket.emit('snapshot', host.snapshot()))
        .then(respond)
        .catch(() => respond({ ok: false, code: 'failed', message: 'The request failed.' }));
    });
    socket.emit('hello', host.hello());
    socket.emit('snapshot', host.snapshot());
    viewers.set(socket.id, viewer);
    void socket.join(live);
  });

  return {
    broadcast(batch) {
      for (const viewer of viewers.values()) {
        if (viewer.gap !== undefined || viewer.unapplied.length >= mostUnapplied) skip(viewer, batch);
        else viewer.unapplied.push(batch.number);
      }
      // Encoded once for all.
      io.to(live).emit('batch', batch);
    },
    sendRecordingState: (state) => void io.emit('recording', state),
  };
}
