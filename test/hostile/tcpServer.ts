import { createHash } from 'node:crypto';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { TestContext } from '../suite.ts';

/** One connection of a TCP server: what was asked, and the wire to answer on. */
export interface TcpExchange {
  readonly wire: Socket;
  /** The request's head, once it is complete; empty before. */
  readonly request: string;
}

/** A server below HTTP, closed after the test: `onConnection` comes before a byte was read, `onRequest` after a head. */
export async function tcpServer(
  { after }: TestContext,
  on: {
    readonly connection?: (wire: Socket) => void;
    readonly request?: (exchange: TcpExchange) => void;
  },
): Promise<{ readonly url: string; readonly wires: ReadonlySet<Socket> }> {
  const wires = new Set<Socket>();
  const server = net.createServer((wire) => {
    wires.add(wire);
    wire.on('error', () => {});
    wire.once('close', () => wires.delete(wire));
    on.connection?.(wire);
    let text = '';
    wire.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const request = text.slice(0, end + 4);
      text = '';
      on.request?.({ wire, request });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  after(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const wire of wires) wire.destroy();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, wires };
}

const websocketId = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The answer that turns a request into a websocket. */
export function upgradeAnswer(request: string): string {
  const key = /sec-websocket-key: *(\S+)/i.exec(request)?.[1] ?? '';
  const accept = createHash('sha1')
    .update(key + websocketId)
    .digest('base64');
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
}

/** A frame of a websocket server. `first` is its first byte: 0x81 is a whole text, 0x82 whole bytes. */
export function frame(payload: string | Buffer, first = 0x81): Buffer {
  const bytes = Buffer.from(payload);
  const head = Buffer.alloc(bytes.length < 126 ? 2 : 4);
  head[0] = first;
  head[1] = Math.min(bytes.length, 126);
  if (bytes.length >= 126) head.writeUInt16BE(bytes.length, 2);
  return Buffer.concat([head, bytes]);
}
