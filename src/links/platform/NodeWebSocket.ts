import type { IncomingMessage } from 'node:http';
import { NodeWebSocket as LibraryWebSocket } from 'socket.io-client';
import type { FailureEvidence } from '../FailureEvidence.ts';
import { readAnswer } from './nodeRequest.ts';

/** What is needed of a `WebSocket` of the package `ws`, which only the library depends on. */
interface NodeSocket {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'unexpected-response', listener: (request: unknown, response: IncomingMessage) => void): unknown;
}

const isAnything = (): boolean => true;

/** The library's websocket transport, which here also tells what it was that refused the upgrade. */
export class NodeWebSocket extends LibraryWebSocket {
  override createSocket(
    uri: string,
    protocols: string | string[] | undefined,
    options: Record<string, unknown>,
  ): NodeSocket {
    let socket: NodeSocket;
    try {
      socket = super.createSocket(uri, protocols, options);
    } catch (error) {
      // The library reports this one before anybody can listen.
      queueMicrotask(() => this.onError('websocket error', 0, { error }));
      throw error;
    }
    socket.on('error', (error) => this.#fail({ error }));
    socket.on('unexpected-response', (_request, response) => {
      readAnswer(response, isAnything, {
        answered: (answer) => this.#fail(answer),
        failed: (error) => this.#fail({ error }),
      });
    });
    return socket;
  }

  #fail(evidence: FailureEvidence): void {
    // Once open, the library's own report counts.
    if (this.readyState === 'opening') this.onError('websocket error', evidence.status ?? 0, evidence);
  }
}
