import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is turned away. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly message: string;
}

/** Decides who may come in: the same three questions for every request and every upgrade. */
export interface Gate {
  /** Whether it is for this machine's own loopback name and from no foreign page. */
  checkOrigin(request: IncomingMessage): Refusal | undefined;
  /** That, and whether it knows the token: `?token=…` or `Authorization: Bearer …`. */
  check(request: IncomingMessage): Refusal | undefined;
}

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Makes a {@link Gate}. */
export function createGate({ token, origins = [] }: { token: string; origins?: readonly string[] }): Gate {
  const expected = digest(token);

  function checkOrigin(request: IncomingMessage): Refusal | undefined {
    const { host, origin } = request.headers;
    // A page of evil.example can point that name at 127.0.0.1, but not choose another Host.
    if (host === undefined || !loopbackNames.has(hostName(host))) {
      return { status: 403, message: 'This inspector answers to 127.0.0.1 and localhost only.' };
    }
    const isOwn = origin === undefined || origin === `http://${host}` || origins.includes(origin);
    if (!isOwn) return { status: 403, message: 'Pages of other origins have no access.' };
    // Old browsers send none of these; a page without the token gets no data in any case.
    const isForeign = request.headers['sec-fetch-site'] === 'cross-site' && origin === undefined;
    if (isForeign && request.headers['sec-fetch-mode'] !== 'navigate') {
      return { status: 403, message: 'Pages of other sites have no access.' };
    }
    return undefined;
  }

  return {
    checkOrigin,
    check(request) {
      const refusal = checkOrigin(request);
      if (refusal !== undefined) return refusal;
      const given = tokenOf(request);
      // Digests are of one length, whatever was given.
      return given !== undefined && timingSafeEqual(digest(given), expected)
        ? undefined
        : {
            status: 401,
            message: 'The token is missing or wrong. Open the address that was printed at the start.',
          };
    },
  };
}

/** Path and query of a request; the query is part of no path that is looked up. */
export function urlOf(request: IncomingMessage): URL {
  // A path may begin with `//`, which would be a host.
  return new URL(`http://localhost${request.url?.startsWith('/') === true ? request.url : '/'}`);
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

function tokenOf(request: IncomingMessage): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? urlOf(request).searchParams.get('token') ?? undefined;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
