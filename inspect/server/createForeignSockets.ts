import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Batch, BulkSnapshot } from '../model/Channel.ts';
import type { Collector } from '../model/createCollector.ts';
import {
  createForeignFeed,
  ownSource,
  type ForeignFeed,
  type ForeignMessage,
} from '../model/createForeignFeed.ts';
import { createStatelyAdapter } from '../model/createStatelyAdapter.ts';
import { createXstate4Adapter } from '../model/createXstate4Adapter.ts';
import type { ForeignAdapter } from '../model/ForeignAdapter.ts';
import { isRecord } from '../model/isRecord.ts';
import { parseBounded } from '../model/parseBounded.ts';
import { statelyWriter } from '../model/statelyWriter.ts';
import { xstate4Writer } from '../model/xstate4Writer.ts';

/**
 * The WebSockets of other inspectors' packages:
 * - `/`: programs that tell of their actors (`createWebSocketInspector` of `@statelyai/inspect`), and receivers of
 *   `@xstate/inspect`, who say hello;
 * - `/xstate5`: receivers of `@statelyai/inspect`, who say nothing;
 * - `/xstate4`: receivers of `@xstate/inspect`.
 */
export interface ForeignSockets {
  /** True if the path is one of them. */
  upgrade(path: string, request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** For those who watch ours. */
  broadcast(batch: Batch): void;
  close(): void;
}

/** What foreign sockets ask of their inspector. */
export interface ForeignHost {
  readonly collector: Collector;
  /** All that is known now. What it holds is in no later batch; a batch may go out before it returns. */
  snapshot(): BulkSnapshot;
  /** One who watches has come; returns what to do when it has left. */
  join(): () => void;
  /** An event from a receiver, for an actor by its id. Refused unless driving is on. */
  send(actor: string, event: { readonly type: string; readonly [key: string]: unknown }): void;
  now(): number;
}

const paths = new Set(['/', '/xstate4', '/xstate5']);
const mostPayload = 20_000_000;
/** A receiver that is further behind is let go: its protocol has no way to skip. */
const mostBuffered = 16_000_000;

/** Makes {@link ForeignSockets}. */
export function createForeignSockets(host: ForeignHost): ForeignSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: mostPayload, perMessageDeflate: false });
  const feeds = new Map<WebSocket, ForeignFeed>();
  let count = 0;

  function post(socket: WebSocket, messages: readonly ForeignMessage[]): void {
    for (const message of messages) {
      if (socket.bufferedAmount > mostBuffered) {
        feeds.delete(socket);
        socket.close(1013, 'too slow');
        return;
      }
      socket.send(JSON.stringify(message));
    }
  }

  function watch(socket: WebSocket, writer: Parameters<typeof createForeignFeed>[0]): void {
    if (!feeds.has(socket)) socket.once('close', host.join());
    const feed = createForeignFeed(writer);
    const snapshot = host.snapshot();
    feeds.set(socket, feed);
    post(socket, feed.start(snapshot));
  }

  function createAdapter(kind: 'xstate4' | 'xstate5', address: string): ForeignAdapter {
    count += 1;
    const source = `socket${count}`;
    const { collector, now } = host;
    const version = kind === 'xstate5' ? 'XState 5' : 'XState 4';
    collector.setSource({
      id: source,
      name: `${version} program ${count} (${address})`,
      kind,
      connected: true,
      accepts: false,
    });
    const make = kind === 'xstate5' ? createStatelyAdapter : createXstate4Adapter;
    return make({ collector, source, now });
  }

  function connected(path: string, socket: WebSocket, address: string): void {
    let adapter: ForeignAdapter | undefined;
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      feeds.delete(socket);
      adapter?.close();
    });
    if (path === '/xstate5') watch(socket, statelyWriter);
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? undefined : parseBounded(textOf(data));
      if (!isRecord(message) || typeof message['type'] !== 'string') return;
      const { type } = message;
      if (type === 'xstate.inspecting') watch(socket, xstate4Writer);
      else if (type === 'xstate.event') receiveEvent(message);
      else if (type.startsWith('@xstate.') || type === '@statelyai.disconnected') {
        adapter ??= createAdapter('xstate5', address);
        adapter.receive(message);
      } else if (type.startsWith('service.') || type === 'xstate.disconnect') {
        adapter ??= createAdapter('xstate4', address);
        adapter.receive(message);
      }
    });
  }

  /** The back-channel of `@xstate/inspect`: its `origin` is the target. */
  function receiveEvent(message: Readonly<Record<string, unknown>>): void {
    const scxml = parseBounded(message['event']);
    if (!isRecord(scxml)) return;
    const { origin, data } = scxml;
    if (typeof origin !== 'string' || !isRecord(data)) return;
    const { type } = data;
    if (typeof type !== 'string' || type.startsWith('xstate.')) return;
    host.send(origin.includes('/') ? origin : `${ownSource}/${origin}`, { ...data, type });
  }

  return {
    upgrade(path, request, socket, head) {
      if (!paths.has(path)) return false;
      const address = `${request.socket.remoteAddress ?? ''}:${request.socket.remotePort ?? ''}`;
      server.handleUpgrade(request, socket, head, (webSocket) => connected(path, webSocket, address));
      return true;
    },
    broadcast(batch) {
      for (const [socket, feed] of feeds) post(socket, feed.next(batch));
    },
    close() {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
