import type http from 'node:http';
import type { CookieJar } from './cookieJar.ts';

/** The method by which Node hands a request to an agent: stable since its beginnings, though its types leave it out. */
interface RequestQueue {
  addRequest(request: http.ClientRequest, ...rest: unknown[]): void;
}

export interface RequestWatch {
  /** Kept and sent by every request, the upgrades to websocket included. */
  readonly cookies: CookieJar | undefined;
  /**
   * Whether redirections are to look like a status that nobody follows. socket.io-client 2 follows them to wherever they
   * lead, and throws, out of reach, where they lead nowhere.
   */
  readonly hidesRedirections: boolean;
}

const followed = new Set([302, 303, 307]);

/** Looks after the requests that go through an agent, whoever makes them. */
export function watchRequests(agent: http.Agent, { cookies, hidesRedirections }: RequestWatch): void {
  if (cookies === undefined && !hidesRedirections) return;
  const queue = agent as http.Agent & RequestQueue;
  const addRequest = queue.addRequest.bind(agent);
  queue.addRequest = (request, ...rest) => {
    const own = request.getHeader('cookie');
    const header = cookies?.header(typeof own === 'string' ? own : undefined);
    if (header !== undefined) request.setHeader('cookie', header);
    const onAnswer = (response: http.IncomingMessage): void => {
      cookies?.keep(response.headers['set-cookie']);
      if (hidesRedirections && followed.has(response.statusCode ?? 0)) response.statusCode = 300;
    };
    request.prependListener('response', onAnswer);
    // Only where an upgrade is meant: with a listener Node takes it for granted.
    if (request.hasHeader('upgrade')) request.prependListener('upgrade', onAnswer);
    addRequest(request, ...rest);
  };
}
