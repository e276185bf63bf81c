import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import type { ServerToViewer, ViewerToServer } from '../model/Channel.ts';
import { createGate, urlOf, type Refusal } from './createGate.ts';
import type { ServeOptions } from './InspectorOptions.ts';
import { answerText, builtPageFolder, commonHeaders, servePage } from './servePage.ts';

/** The server end of the live channel. */
export type ChannelServer = Server<ViewerToServer, ServerToViewer>;

/** What an inspector does with what comes in, once it has passed the gate. */
export interface Routes {
  /** `GET` of a path of the API: what it answers, as JSON; `undefined` if there is no such path. */
  api(path: string): unknown;
  /** `GET` of a path that writes its own answer. True if it did. */
  download?(path: string, response: ServerResponse): boolean;
  /** An upgrade to a WebSocket of a path. True if it was taken. */
  upgrade?(path: string, request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

/** A server that listens. */
export interface InspectServer {
  /** With the token: `http://127.0.0.1:PORT/?token=…`. */
  readonly url: string;
  /** The same for another path, and for `ws:`. */
  urlOf(path: string, protocol?: 'http' | 'ws'): string;
  readonly io: ChannelServer;
  close(): Promise<void>;
}

const channelPath = '/socket.io/';
/** How long a viewer has to close its end, in ms. */
const goodbyeTimeout = 300;
const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Listens: one port for the page, the API, the live channel and the WebSockets of other inspectors' packages.
 *
 * @throws {Error} (a rejection) if the host is not loopback, or the port cannot be listened to
 */
export async function startServer(options: ServeOptions, routes: Routes): Promise<InspectServer> {
  const { host = '127.0.0.1', port = 0, token = randomBytes(24).toString('base64url') } = options;
  if (!loopbackHosts.has(host)) {
    throw new Error(`The inspector listens to 127.0.0.1, ::1 or localhost only, not to ${host}.`);
  }
  const pageFolder = options.pageFolder ?? builtPageFolder();
  const gate = createGate({ token, ...(options.origins !== undefined && { origins: options.origins }) });
  const http = createServer((request, response) => {
    answer(request, response).catch(() => answerText(response, 500, 'The request failed.'));
  });

  const sockets = new Set<Socket>();
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = urlOf(request);
    // Files of the page are public code, the page itself and all data are not.
    const isFile = pathname !== '/' && !pathname.startsWith('/api/');
    const refusal = isFile ? gate.checkOrigin(request) : gate.check(request);
    if (refusal !== undefined) {
      answerText(response, refusal.status, refusal.message);
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      answerText(response, 405, 'Only GET is answered.');
    } else if (pathname.startsWith('/api/')) {
      answerApi(pathname, response);
    } else {
      await servePage(response, pageFolder, pathname);
    }
  }

  function answerApi(path: string, response: ServerResponse): void {
    if (routes.download?.(path, response) === true) return;
    const content = routes.api(path);
    if (content === undefined) {
      answerText(response, 404, 'There is no such resource.');
      return;
    }
    response.writeHead(200, {
      ...commonHeaders,
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'Cross-Origin-Resource-Policy': 'same-origin',
    });
    response.end(JSON.stringify(content));
  }

  const io: ChannelServer = new Server(http, {
    path: channelPath,
    serveClient: false,
    // Other upgrades are answered below, and not after a second.
    destroyUpgrade: false,
    maxHttpBufferSize: 1_000_000,
    perMessageDeflate: false,
    httpCompression: false,
  });
  io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const refusal = gate.check(request);
    if (refusal === undefined) next();
    else if (request.headers.upgrade === undefined) answerText(response, refusal.status, refusal.message);
    else refuseUpgrade(request.socket, refusal);
  });

  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname } = urlOf(request);
    if (pathname.startsWith(channelPath)) return;
    socket.on('error', () => socket.destroy());
    const refusal = gate.check(request);
    if (refusal !== undefined) refuseUpgrade(socket, refusal);
    else if (routes.upgrade?.(pathname, request, socket, head) !== true) {
      refuseUpgrade(socket, { status: 404, message: 'There is no such WebSocket.' });
    }
  });

  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
    http.listen(port, host, () => {
      http.removeAllListeners('error');
      resolve();
    });
  });
  const address = boundAddress(http.address());
  const urlFor = (path: string, protocol: 'http' | 'ws' = 'http'): string =>
    `${protocol}://${address}${path}?token=${encodeURIComponent(token)}`;

  return {
    url: urlFor('/'),
    urlOf: urlFor,
    io,
    async close() {
      // Closes the HTTP server as well, but waits for every connection, also for one that says no goodbye.
      const closed = io.close();
      http.closeAllConnections();
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, goodbyeTimeout);
      await closed;
      clearTimeout(timer);
    },
  };
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const reason =
    error.code === 'EADDRINUSE'
      ? `port ${port} of ${host} is taken. Choose another one, or 0 for any that is free`
      : error.message;
  return new Error(`The inspector cannot listen: ${reason}.`, { cause: error });
}

function boundAddress(address: AddressInfo | string | null): string {
  if (typeof address !== 'object' || address === null) return '';
  return address.family === 'IPv6'
    ? `[${address.address}]:${address.port}`
    : `${address.address}:${address.port}`;
}

function refuseUpgrade(
  socket: Duplex,
  { status, message }: Omit<Refusal, 'status'> & { readonly status: number },
): void {
  const reasons: Readonly<Record<number, string>> = {
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
  };
  const body = `${message}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${reasons[status] ?? 'Error'}\r\n` +
      'Connection: close\r\nContent-Type: text/plain; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
