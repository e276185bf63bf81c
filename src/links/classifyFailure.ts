import { ConnectionError } from '../../machines/ConnectionError.ts';
import type { ErrorCode } from '../../machines/errorCodes.ts';
import type { Mask } from './createMask.ts';
import { engineRefusal } from './engineRefusal.ts';
import type { FailureEvidence } from './FailureEvidence.ts';
import { parsedBody } from './parsedBody.ts';

interface Verdict {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly advice: string;
  readonly data?: unknown;
}

const systemCodes = new Map<string, ErrorCode>([
  ['ECONNREFUSED', 'connection-refused'],
  ['ECONNRESET', 'connection-refused'],
  ['EPIPE', 'connection-refused'],
  ['ENOTFOUND', 'host-not-found'],
  ['EAI_AGAIN', 'host-not-found'],
  ['EAI_NODATA', 'host-not-found'],
  ['EAI_FAIL', 'host-not-found'],
  ['ENETUNREACH', 'network-unreachable'],
  ['EHOSTUNREACH', 'network-unreachable'],
  ['EHOSTDOWN', 'network-unreachable'],
  ['ENETDOWN', 'network-unreachable'],
  ['EADDRNOTAVAIL', 'network-unreachable'],
  ['ETIMEDOUT', 'network-unreachable'],
  ['EPROTO', 'tls-failed'],
]);

/** TLS has too many codes for a list; these are their families. */
const tlsCode =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/;

const adviceOf: Partial<Record<ErrorCode, string>> = {
  'connection-refused': 'Check `url` and `port`, and that the server runs.',
  'host-not-found': 'Check the spelling of `url`, and the DNS of this machine.',
  'network-unreachable': 'Check the network, VPN and firewall.',
  'tls-failed':
    'Give the authority in `tls.ca`, the client certificate in `tls.cert` and `tls.key`; or check that the port speaks TLS.',
  'proxy-failed': 'Check `proxy`, its credentials, and that it may reach the server.',
  'not-socketio': 'Check `url`, `port` and `path`, and `protocol` where it is not "auto".',
};

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** Some errors wrap the telling one: the attempts over IPv6 and IPv4, or the cause of a failed tunnel. */
function systemCodeOf(error: unknown): string | undefined {
  const code = property(error, 'code');
  if (typeof code === 'string') return code;
  if (error instanceof AggregateError) return systemCodeOf(error.errors[0]);
  return undefined;
}

/** `message`: the error's, without secrets. */
function judgeError(error: Error, message: string): Verdict {
  const systemCode = systemCodeOf(error) ?? '';
  const verdict = (code: ErrorCode, reason = message || systemCode): Verdict => ({
    code,
    reason,
    advice: adviceOf[code] ?? '',
  });
  if (error.name === 'ProxyError') return verdict('proxy-failed');
  if (tlsCode.test(systemCode)) return verdict('tls-failed');
  if (systemCode.startsWith('HPE_')) return verdict('not-socketio', `the answer is not HTTP (${systemCode})`);
  const code = systemCodes.get(systemCode);
  if (code !== undefined) return verdict(code);
  if (/socket hang up|closed before|disconnected before secure TLS/.test(error.message))
    return verdict('connection-refused', `the server hung up (${message})`);
  if (systemCode.startsWith('WS_ERR_'))
    return verdict('not-socketio', `what answers there is no Socket.IO server of this protocol (${message})`);
  return { code: 'transport-failed', reason: message, advice: '' };
}

/** The beginnings of what Engine.IO servers answer: of protocol 3 with the packet's length, of protocol 4 without. */
const engine3 = /^\d+:0\{/;

const isShort = (said: unknown): said is string => typeof said === 'string' && /^[^<\n]{1,100}$/.test(said);

function judgeAnswer(
  { status = 0, body, location, isForeign, isOldProtocol }: FailureEvidence,
  mask: Mask,
): Verdict {
  if (isForeign === true)
    return {
      code: 'not-socketio',
      reason: 'what answers there does not begin as a Socket.IO server does',
      advice: adviceOf['not-socketio'] ?? '',
    };
  const parsed = parsedBody(body);
  const data = mask.data(parsed);
  const said = property(data, 'message') ?? data;
  const reason = `the server answered ${status}${isShort(said) ? ` (${said})` : ''}`;
  const refusal = status === 400 ? engineRefusal(parsed) : undefined;
  if (isOldProtocol === true || engine3.test(body ?? ''))
    return {
      code: 'protocol-mismatch',
      reason: 'the server speaks the protocol of Socket.IO 2',
      advice: 'Set `protocol` to "v2", or to "auto".',
    };
  if (status === 401 || status === 403 || refusal === 'Forbidden')
    return { code: 'handshake-refused', reason, advice: 'Check `auth`, `extraHeaders` and `query`.', data };
  if (status === 407) return { code: 'proxy-failed', reason, advice: adviceOf['proxy-failed'] ?? '', data };
  if (refusal === 'Unsupported protocol version')
    return {
      code: 'protocol-mismatch',
      reason: 'the server speaks the protocol of Socket.IO 3 and 4 alone',
      advice: 'Set `protocol` to "v4", or to "auto".',
      data,
    };
  if (refusal === 'Transport unknown')
    return {
      code: 'unexpected-status',
      reason: `${reason}: it does not offer this transport`,
      advice: 'Name another in `transports`, or set `tryAllTransports`.',
      data,
    };
  if (refusal === 'Session ID unknown')
    return {
      code: 'unexpected-status',
      reason,
      advice:
        'Several servers behind one address need sticky sessions: use `transports: ["websocket"]`, or set `withCredentials`.',
      data,
    };
  if (status >= 300 && status < 400)
    return {
      code: 'unexpected-status',
      reason: `${reason}, a redirection${location === undefined ? '' : ` to ${mask.text(withoutSecrets(location))}`}`,
      advice: 'Redirections are not followed: set `url` to where the server is.',
      data,
    };
  if (status === 404 || status === 405 || status === 426 || status === 501 || (status >= 200 && status < 300))
    return {
      code: 'not-socketio',
      reason: `${reason}, which is not the answer of a Socket.IO server`,
      advice: adviceOf['not-socketio'] ?? '',
      data,
    };
  return {
    code: 'unexpected-status',
    reason,
    advice: status >= 502 && status <= 504 ? 'The server behind the proxy is away.' : 'Look at `data`.',
    data,
  };
}

function withoutSecrets(location: string): string {
  return location.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');
}

/** What an error says. The system's own words name the place, and a part of it may be the same as a secret. */
const messageOf = (error: Error, mask: Mask): string =>
  systemCodes.has(systemCodeOf(error) ?? '') ? error.message : mask.text(error.message);

/**
 * Makes the error of a failed attempt from what the transport saw. `place`: the server's address without secrets. What the
 * server or a proxy has said goes through `mask`.
 */
export function classifyFailure(evidence: FailureEvidence, place: string, mask: Mask): ConnectionError {
  const { error } = evidence;
  if (error?.name === 'ConnectionError') return error as ConnectionError;
  const message = error === undefined ? '' : messageOf(error, mask);
  const verdict = error === undefined ? judgeAnswer(evidence, mask) : judgeError(error, message);
  const status = error === undefined ? evidence.status : property(error, 'status');
  // What cannot be read as HTTP comes with the error, byte for byte.
  const isClean = error?.message === message && property(error, 'rawPacket') === undefined;
  const { code, reason, advice, data } = verdict;
  return new ConnectionError(code, `Cannot connect to ${place}: ${reason}.${advice && ` ${advice}`}`, {
    ...(typeof status === 'number' && status > 0 && { status }),
    ...(data !== undefined && { data }),
    ...(isClean && { cause: error }),
  });
}
