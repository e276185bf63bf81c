/** The part of a connection's life an error belongs to. */
export type ErrorPhase = 'probe' | 'transport' | 'namespace' | 'credentials' | 'send' | 'receive' | 'usage';

interface ErrorCodeFacts {
  readonly phase: ErrorPhase;
  /** Whether the connection goes on trying by itself. */
  readonly retryable: boolean;
  readonly meaning: string;
  readonly advice: string;
}

const define = <Codes extends Record<string, ErrorCodeFacts>>(codes: Codes): Codes => codes;

/** Every error code there is, with its facts: the one table behind `docs/errors.md`. */
export const errorCodes = define({
  'connection-refused': {
    phase: 'transport',
    retryable: true,
    meaning: 'Nothing listens at the host and port, or it hung up before the handshake.',
    advice: 'Check `url` and `port`, and that the server runs.',
  },
  'host-not-found': {
    phase: 'transport',
    retryable: true,
    meaning: 'The host name has no address.',
    advice: 'Check the spelling of `url`, and the DNS of this machine.',
  },
  'network-unreachable': {
    phase: 'transport',
    retryable: true,
    meaning: 'The network lost or refused the way to the host.',
    advice: 'Check the network, VPN and firewall.',
  },
  timeout: {
    phase: 'transport',
    retryable: true,
    meaning: 'The connection was not established within `timeout`: engine and default namespace together.',
    advice: 'Check that a Socket.IO server answers there; raise `timeout` for slow networks.',
  },
  'tls-failed': {
    phase: 'transport',
    retryable: true,
    meaning:
      'The TLS handshake failed: an unknown authority, a wrong name, an expired or a missing certificate.',
    advice:
      'Give the server’s authority in `tls.ca`, and the client certificate in `tls.cert` and `tls.key`.',
  },
  'proxy-failed': {
    phase: 'transport',
    retryable: true,
    meaning: 'The HTTP proxy refused or could not reach the server.',
    advice: 'Check `proxy`, its credentials, and that it may reach the server.',
  },
  'handshake-refused': {
    phase: 'transport',
    retryable: false,
    meaning: 'The server answered the handshake with 401 or 403, also with fresh credentials.',
    advice: 'Check `auth`, `extraHeaders` and `query`; start again with valid ones.',
  },
  'unexpected-status': {
    phase: 'transport',
    retryable: true,
    meaning: 'The server, or a proxy before it, answered the handshake with an HTTP error.',
    advice: 'Look at `status` and `data`; 502 to 504 mean that the server behind the proxy is away.',
  },
  'not-socketio': {
    phase: 'transport',
    retryable: true,
    meaning:
      'Something else answers there: a plain HTTP or WebSocket server, or Socket.IO under another path.',
    advice: 'Check `url`, `port` and `path`.',
  },
  'protocol-mismatch': {
    phase: 'transport',
    retryable: false,
    meaning: 'The server speaks another major version of the protocol than the connection was told to.',
    advice: 'Set `protocol` to the server’s version (`v2` for 2.x, `v4` for 3.x and 4.x), or to `auto`.',
  },
  'parser-mismatch': {
    phase: 'transport',
    retryable: true,
    meaning: 'The two ends encode packets differently, as with msgpack on one side alone.',
    advice: 'Set `parser` to what the server uses.',
  },
  'transport-failed': {
    phase: 'transport',
    retryable: true,
    meaning: 'The connection could not be opened, for a reason that has no code of its own.',
    advice: 'Read the message; it is the transport’s own.',
  },
  suspended: {
    phase: 'transport',
    retryable: true,
    meaning:
      'No stable connection for `suspendAfter`: retries are slow from here on, queued sends have failed.',
    advice: 'Look at the errors before it. Calling start retries at once.',
  },
  'attempts-exhausted': {
    phase: 'transport',
    retryable: false,
    meaning: '`reconnectionAttempts` are used up, or `reconnection` is off.',
    advice: 'Start again, or allow more attempts.',
  },
  'namespace-denied': {
    phase: 'namespace',
    retryable: false,
    meaning: 'The server refused the namespace, also with fresh credentials. Other namespaces go on.',
    advice: 'Look at the server’s message and `data`; join again with valid credentials.',
  },
  'namespace-disconnected': {
    phase: 'namespace',
    retryable: true,
    meaning: 'The server disconnected one namespace. It is joined again after a delay.',
    advice: 'Nothing, if it comes back; else look at the server.',
  },
  'namespace-timeout': {
    phase: 'namespace',
    retryable: true,
    meaning: 'The server did not answer the join of a namespace in time.',
    advice: 'Check that the namespace exists and that its middleware calls `next`.',
  },
  'credentials-failed': {
    phase: 'credentials',
    retryable: true,
    meaning: 'The `auth` function or the `offset` hook threw or rejected.',
    advice: 'The message ends with what it threw.',
  },
  'credentials-timeout': {
    phase: 'credentials',
    retryable: true,
    meaning: 'The `auth` function or the `offset` hook did not answer in time.',
    advice: 'Make it answer, or raise `authTimeout`.',
  },
  unencodable: {
    phase: 'send',
    retryable: false,
    meaning: 'The message holds a value that cannot be sent: a BigInt, a function, a symbol, a circle.',
    advice: 'The message names the path of the value: convert it.',
  },
  'message-too-large': {
    phase: 'send',
    retryable: false,
    meaning: 'The message is larger than the server takes, which would drop the connection for it.',
    advice: 'Send less at once, or raise `maxHttpBufferSize` of the server.',
  },
  'reserved-event': {
    phase: 'send',
    retryable: false,
    meaning: 'The event name is Socket.IO’s own (connect, disconnect …) or not a non-empty text.',
    advice: 'Choose another name.',
  },
  'not-connected': {
    phase: 'send',
    retryable: false,
    meaning:
      'Nothing is connected and nothing may wait: `whileOffline` is `drop` or `fail`, the message is volatile, or the connection is stopped.',
    advice: 'Wait for `started`, or let messages wait with `whileOffline: "queue"`.',
  },
  'queue-overflow': {
    phase: 'send',
    retryable: false,
    meaning: 'The queue reached `maxMessages` or `maxBytes`.',
    advice: 'Raise the bounds, or send less while offline.',
  },
  expired: {
    phase: 'send',
    retryable: false,
    meaning: 'The message waited in the queue for longer than `maxAge`.',
    advice: 'Raise `queue.maxAge` for messages that keep their worth.',
  },
  'ack-timeout': {
    phase: 'send',
    retryable: false,
    meaning: 'The server did not acknowledge in time (for at-least-once: after all `retries`).',
    advice: 'Check that the server’s handler calls its acknowledgement.',
  },
  'connection-lost': {
    phase: 'send',
    retryable: false,
    meaning: 'The connection dropped after the message was sent and before it was acknowledged.',
    advice: 'The server may or may not have seen it: ask it, or use `delivery: "atLeastOnce"`.',
  },
  'connection-stopped': {
    phase: 'send',
    retryable: false,
    meaning: 'The connection was stopped before the message was sent or acknowledged.',
    advice: 'Nothing, if the stop was meant.',
  },
  'unknown-reply': {
    phase: 'send',
    retryable: false,
    meaning: 'The reply names no message that awaits one: it was answered before, or its connection is gone.',
    advice: 'Reply once, with the `replyId` of the message.',
  },
  'listener-failed': {
    phase: 'receive',
    retryable: false,
    meaning: 'A listener threw. The other listeners and the connection go on.',
    advice: 'Mend the listener; the message ends with what it threw.',
  },
  'unknown-connection': {
    phase: 'usage',
    retryable: false,
    meaning: 'No connection has this name.',
    advice: 'The message lists the names there are.',
  },
  'invalid-configuration': {
    phase: 'usage',
    retryable: false,
    meaning:
      'A connection’s configuration has a value that it cannot have, or a namespace has a name that it cannot have.',
    advice: 'The message names what is wrong, and what it takes.',
  },
});

/** The code of a {@link ConnectionError}: public, stable, one of the table in `docs/errors.md`. */
export type ErrorCode = keyof typeof errorCodes;
