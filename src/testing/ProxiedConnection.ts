import net from 'node:net';
import type { ConnectionKind, Fault } from './Fault.ts';
import { Pump } from './Pump.ts';

/** Of the first request no more than this is looked at, in bytes. */
const headLimit = 16 * 1024;

/** What is known of a connection's first request. */
export interface FirstRequest {
  readonly kind: ConnectionKind;
  /** Path and query; empty for what is not HTTP. */
  readonly path: string;
}

/** What a connection tells the proxy of. */
export interface ProxiedConnectionHandlers {
  /** Called before a byte has passed. Returns the fault to go by. */
  identified(request: FirstRequest): Fault;
  /** The client's end is closed. */
  closed(): void;
  /** Both ends are. */
  ended(): void;
}

/** `undefined` as long as more is needed to tell. */
function readHead(head: Buffer): FirstRequest | undefined {
  const text = head.toString('latin1');
  if (!/^[A-Z]/.test(text)) return { kind: 'other', path: '' };
  if (!text.includes('\r\n\r\n') && head.length < headLimit) return undefined;
  const path = /^[A-Z]+ (\S+) HTTP\/1\.[01]\r\n/.exec(text)?.[1];
  if (path === undefined) return { kind: 'other', path: '' };
  return { kind: /\r\nupgrade: *websocket\r\n/i.test(text) ? 'websocket' : 'http', path };
}

/** Ends a socket with a reset. While an orderly end is on its way the system refuses that, and Node would leak the handle. */
function resetSocket(socket: net.Socket): void {
  if (socket.destroyed) return;
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}

/** One connection through the proxy: a client's socket, and one to the target as soon as something may pass. */
export class ProxiedConnection {
  readonly openedAt = Date.now();
  closedAt: number | undefined;
  /** The client has ended its side: it waits for nothing but the server's end. */
  hasLetGo = false;
  /** `undefined` until it has been read. */
  request: FirstRequest | undefined;
  readonly #client: net.Socket;
  readonly #server = new net.Socket({ allowHalfOpen: true });
  readonly #target: { readonly host: string; readonly port: number };
  #up: Pump | undefined;
  #down: Pump | undefined;
  /** The fault in force. */
  fault: Fault = { type: 'pass' };
  #isDialled = false;

  constructor(
    client: net.Socket,
    target: { readonly host: string; readonly port: number },
    handlers: ProxiedConnectionHandlers,
  ) {
    this.#client = client;
    this.#target = target;
    // An error comes with the event `close`, which is what counts.
    client.on('error', () => {});
    this.#server.on('error', () => {});
    const close = (): void => {
      if (this.closedAt !== undefined) return;
      this.closedAt = Date.now();
      handlers.closed();
    };
    // Behind a black hole the end goes no further, and is not answered: for the client this was all.
    client.on('end', () => {
      this.hasLetGo = true;
      if (this.fault.type === 'blackHole') close();
    });
    client.on('close', (hadError) => {
      close();
      if (!this.#isDialled || this.#server.closed) handlers.ended();
      // Behind a black hole the server does not learn of it.
      if (this.fault.type === 'blackHole') return;
      this.#stop();
      if (hadError) resetSocket(this.#server);
      else this.#server.destroy();
    });
    this.#server.on('close', (hadError) => {
      if (client.closed) handlers.ended();
      if (this.fault.type === 'blackHole') return;
      if (hadError) resetSocket(client);
      else client.end();
    });
    this.#identify(handlers);
  }

  get bytesUp(): number {
    return this.#up?.passed ?? 0;
  }

  get bytesDown(): number {
    return this.#down?.passed ?? 0;
  }

  setFault(fault: Fault): void {
    this.fault = fault;
    if (this.request === undefined) return;
    if (fault.type !== 'blackHole' && !this.#isDialled) {
      this.#isDialled = true;
      this.#server.connect(this.#target);
    }
    this.#up?.setFault(fault);
    this.#down?.setFault(fault);
  }

  /** As a crash or a firewall ends a connection: at once, with a reset to both sides. */
  reset(): void {
    this.#stop();
    resetSocket(this.#client);
    resetSocket(this.#server);
  }

  /** In order, to both sides. */
  end(): void {
    this.#stop();
    this.#client.end(() => this.#client.destroy());
    this.#server.end(() => this.#server.destroy());
  }

  #stop(): void {
    this.#up?.stop();
    this.#down?.stop();
  }

  /** Waits for the first request: only then is it known what a rule has to say. */
  #identify(handlers: ProxiedConnectionHandlers): void {
    const client = this.#client;
    let head = Buffer.alloc(0);
    // Nothing has been asked for, and nothing will be.
    const onEnd = (): void => void client.end();
    const onData = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const request = readHead(head);
      if (request === undefined) return;
      client.off('data', onData);
      client.off('end', onEnd);
      client.pause();
      client.unshift(head);
      this.request = request;
      const cut = (how: 'reset' | 'end'): void => (how === 'reset' ? this.reset() : this.end());
      this.#up = new Pump('up', client, this.#server, cut);
      this.#down = new Pump('down', this.#server, client, cut);
      this.setFault(handlers.identified(request));
    };
    client.on('data', onData);
    client.on('end', onEnd);
  }
}
