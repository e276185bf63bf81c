import { NodeXHR } from 'socket.io-client';
import type { FailureEvidence } from '../FailureEvidence.ts';
import type { NodeDialer } from './createNodeDialer.ts';

/** The first answer of a session: the handshake, as every Engine.IO server of protocol 4 begins it. */
const isHandshake = (beginning: string): boolean => beginning.startsWith('0{');
const isAnything = (): boolean => true;

/**
 * Polling over Node's own `http`. The library's rests on an emulation of XMLHttpRequest that hides statuses and errors,
 * crashes the process on a redirection without a location, and hangs when a kept connection is reset.
 */
export class NodePolling extends NodeXHR {
  override doPoll(): void {
    const isOpening = this.readyState === 'opening';
    this.#ask('GET', undefined, 'xhr poll error', isOpening ? isHandshake : isAnything, (body) => {
      if (isOpening && !isHandshake(body)) this.#fail('xhr poll error', { status: 200, body });
      else this.onData(body);
    });
  }

  override doWrite(data: string, done: () => void): void {
    this.#ask('POST', data, 'xhr post error', isAnything, done);
  }

  #ask(
    method: 'GET' | 'POST',
    body: string | undefined,
    reason: string,
    isFamiliar: (beginning: string) => boolean,
    done: (body: string) => void,
  ): void {
    // The dialer travels in the transport's options, which the library hands on as they are.
    const { dialer } = this.opts as typeof this.opts & { readonly dialer: NodeDialer };
    const { pathname, search } = new URL(this.uri());
    dialer.request({ method, path: pathname + search, body }, isFamiliar, {
      answered: (answer) => {
        if (answer.status === 200) done(answer.body);
        else this.#fail(reason, answer);
      },
      failed: (error) => this.#fail(reason, { error }),
    });
  }

  #fail(reason: string, evidence: FailureEvidence): void {
    this.onError(reason, evidence.status ?? 0, evidence);
  }
}
