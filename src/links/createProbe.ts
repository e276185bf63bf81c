import { ConnectionError } from '../../machines/ConnectionError.ts';
import type { Probe } from '../../machines/Link.ts';
import { classifyFailure } from './classifyFailure.ts';
import { createLinkV4 } from './createLinkV4.ts';
import { createMask } from './createMask.ts';
import { engineRefusal } from './engineRefusal.ts';
import { evidenceOf } from './evidenceOf.ts';
import type { FailureEvidence } from './FailureEvidence.ts';
import type { LinkSettings } from './LinkSettings.ts';
import { parsedBody } from './parsedBody.ts';
import type { Dialer, HttpAnswer } from './platform/Platform.ts';

/** How long a server of Socket.IO 2 may take to join the default namespace unasked, in ms. It does so at once. */
const patience = 300;
/** How long the goodbye to the probe's session may take, in ms. */
const goodbyeTimeout = 2000;

/** The handshake of a server of Socket.IO 2, which puts the packet's length before it; or of 3 and 4. */
const handshake = /^(?<length>\d+:)?0(?<handshake>\{.*?\})/s;

interface Handshake {
  readonly protocol: 'v2' | 'v4';
  readonly sid: string | undefined;
}

function readHandshake({ status, body }: HttpAnswer): Handshake | undefined {
  const { groups } = handshake.exec(body) ?? {};
  if (status !== 200 || groups === undefined) return undefined;
  const sid = /"sid":"([^"]+)"/.exec(groups['handshake'] ?? '')?.[1];
  return { protocol: groups['length'] === undefined ? 'v4' : 'v2', sid };
}

/** Whether the server says that it does not offer this transport. */
const isTransportClosed = ({ status, body }: HttpAnswer): boolean =>
  status === 400 && engineRefusal(parsedBody(body)) === 'Transport unknown';

/** Leaves no session behind; whether that works is of no consequence. */
async function endSession(dialer: Dialer, path: string, sid: string, signal: AbortSignal): Promise<void> {
  await dialer
    .ask({
      method: 'POST',
      path: `${path}&sid=${encodeURIComponent(sid)}`,
      body: '1',
      signal: AbortSignal.any([signal, AbortSignal.timeout(goodbyeTimeout)]),
    })
    .catch(() => undefined);
}

/** Opens a websocket: a server of Socket.IO 2 joins the default namespace unasked, later ones wait. */
function probeWebSocket(settings: LinkSettings, signal: AbortSignal): Promise<'v2' | 'v4'> {
  return new Promise((resolve, reject) => {
    const { clock } = settings;
    let timer: unknown;
    const end = (): void => {
      clock.clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      end();
      link.dispose();
      reject(aborted(settings));
    };
    const link = createLinkV4(
      { ...settings, config: { ...settings.config, transports: ['websocket'] } },
      {
        opened() {
          timer = clock.setTimeout(() => {
            end();
            resolve('v4');
            // Politely, but not for ever.
            timer = clock.setTimeout(() => link.dispose(), goodbyeTimeout);
            link.close();
          }, patience);
        },
        failed(error) {
          end();
          link.dispose();
          reject(error);
        },
        closed(_reason, error) {
          end();
          link.dispose();
          resolve(error?.code === 'protocol-mismatch' ? 'v2' : 'v4');
        },
      },
    );
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    else link.open();
  });
}

const aborted = ({ address }: LinkSettings): ConnectionError =>
  new ConnectionError('transport-failed', `The protocol of ${address.display} was no longer asked for.`);

/**
 * Makes the probe of a connection: one request for a handshake, by whose form the server's protocol is known, and one
 * that ends the session it began. Where polling is closed it opens a websocket in its place.
 */
export function createProbe(settings: LinkSettings): Probe {
  const { address, config, platform } = settings;
  const transports = config.transports ?? ['polling', 'websocket'];
  const query = new URLSearchParams({ ...address.query, EIO: '4', transport: 'polling' });
  const path = `${address.path}/?${query.toString()}`;
  const failure = (evidence: FailureEvidence): ConnectionError =>
    classifyFailure(evidence, address.display, createMask(config));

  return async (signal) => {
    if (!transports.includes('polling')) return probeWebSocket(settings, signal);
    const dialer = platform.createDialer(config, address, settings.detour);
    try {
      await dialer.prepare();
      const answer = await dialer
        .ask({ method: 'GET', path, body: undefined, signal })
        .catch((error: unknown) => {
          throw signal.aborted ? aborted(settings) : failure(evidenceOf(error));
        });
      const found = readHandshake(answer);
      if (found !== undefined) {
        if (found.sid !== undefined) await endSession(dialer, path, found.sid, signal);
        return found.protocol;
      }
      if (isTransportClosed(answer) && transports.includes('websocket'))
        return await probeWebSocket(settings, signal);
      throw failure(answer);
    } finally {
      dialer.hangUp();
    }
  };
}
