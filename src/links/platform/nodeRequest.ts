import http from 'node:http';
import https from 'node:https';
import type { ServerAddress } from '../serverAddress.ts';

/** One HTTP request, as the polling transport and the probe make it. */
export interface NodeRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly body: string | undefined;
}

/** One of the two is called, once, and never at once. */
export interface NodeRequestHandlers {
  answered(answer: NodeAnswer): void;
  failed(error: Error): void;
}

/** What an HTTP server answered. */
export interface NodeAnswer {
  readonly status: number;
  readonly body: string;
  /** Where a redirection points to. */
  readonly location?: string;
}

/** Of an answer that is an error, no more than this is read, in bytes and ms. */
const errorBodyBytes = 64 * 1024;
const errorBodyTime = 1000;
/** The same bound as that of the websocket transport. */
const bodyBytes = 100 * 1024 * 1024;

/**
 * Reads the body of an answer, within bounds: an error's answer counts as read when it is large, slow or cut off.
 * `isFamiliar` looks at the beginning of a body, and ends the reading where it is not what was asked for.
 */
export function readAnswer(
  response: http.IncomingMessage,
  isFamiliar: (beginning: string) => boolean,
  handlers: NodeRequestHandlers,
): void {
  const status = response.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let size = 0;
  let curt = status !== 200;
  let finished = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const finish = (error?: Error): void => {
    if (finished) return;
    finished = true;
    clearTimeout(timer);
    if (error !== undefined) return handlers.failed(error);
    const { location } = response.headers;
    handlers.answered({
      status,
      body: Buffer.concat(chunks).toString(),
      ...(location !== undefined && { location }),
    });
  };
  const beCurt = (): void => {
    curt = true;
    timer ??= setTimeout(() => response.destroy(), errorBodyTime);
  };
  if (curt) beCurt();
  response.on('data', (chunk: Buffer) => {
    if (size === 0 && !curt && !isFamiliar(chunk.subarray(0, 64).toString())) beCurt();
    chunks.push(chunk);
    size += chunk.length;
    if (size > (curt ? errorBodyBytes : bodyBytes)) response.destroy();
  });
  response.on('end', () => finish());
  response.on('close', () => finish(curt ? undefined : new Error('the answer was cut off')));
  response.on('error', (error) => finish(curt ? undefined : error));
}

/** Sends a request and tells of the answer or the error. */
export function nodeRequest(
  address: ServerAddress,
  agent: http.Agent,
  headers: Readonly<Record<string, string>> | undefined,
  { method, path, body }: NodeRequest,
  isFamiliar: (beginning: string) => boolean,
  handlers: NodeRequestHandlers,
): http.ClientRequest {
  const request = (address.secure ? https : http).request({
    method,
    path,
    agent,
    host: address.hostname,
    port: address.port,
    headers: {
      accept: '*/*',
      ...(body !== undefined && {
        'content-type': 'text/plain;charset=UTF-8',
        'content-length': Buffer.byteLength(body),
      }),
      ...headers,
    },
  });
  let settled = false;
  const fail = (error: Error): void => {
    if (settled) return;
    settled = true;
    handlers.failed(error);
  };
  request.on('response', (response) => {
    if (settled) return;
    // From here on the answer's own events count.
    settled = true;
    readAnswer(response, isFamiliar, handlers);
  });
  request.on('error', fail);
  request.on('close', () => fail(new Error('the connection was closed before an answer came')));
  request.end(body);
  return request;
}
