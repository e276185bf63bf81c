import * as z from 'zod';
import { withNotes } from './readerNotes.ts';
import { namespaceForm, withSlash } from './namespaceForm.ts';

/** The longest delay a timer can have: beyond it, a timer of JavaScript fires at once. */
const longestDelay = 2 ** 31 - 1;

const flag = (description: string, defaultValue: boolean) =>
  z.boolean().meta({ description, default: defaultValue }).exactOptional();

const milliseconds = (description: string, least: 0 | 1, defaultValue?: number) =>
  z
    .int()
    .min(least)
    .max(longestDelay)
    .meta({ description, ...(defaultValue !== undefined && { default: defaultValue }) })
    .exactOptional();

const choice = <const Names extends readonly [string, ...string[]]>(
  names: Names,
  description: string,
  defaultValue: Names[number],
) => z.enum(names).meta({ description, default: defaultValue }).exactOptional();

const text = (description: string) => z.string().min(1).meta({ description }).exactOptional();

const auth = (description: string) =>
  withNotes(z.record(z.string(), z.unknown()).meta({ description }), {
    advice: 'Credentials are an object, such as { "token": "${TOKEN}" }.',
  }).exactOptional();

/** Options that people know from Socket.IO, from other clients or from elsewhere, and what takes their place here. */
const foreignOptions: ReadonlyMap<string, string> = new Map([
  ['autoConnect', 'write `autostart`.'],
  ['host', 'the host stands in `url`: "http://host".'],
  ['hostname', 'the host stands in `url`: "http://host".'],
  ['secure', 'write https or wss in `url`.'],
  ['namespace', 'write `namespaces`, an object: { "/admin": {} }. Nodes have the input `namespace`.'],
  ['headers', 'write `extraHeaders`.'],
  ['token', 'write it into `auth`: { "token": "${TOKEN}" }.'],
  ['agent', 'for a proxy write `proxy`, for certificates `tls`.'],
  ['connectTimeout', 'write `timeout`.'],
  ...['ca', 'cert', 'key', 'pfx', 'passphrase', 'rejectUnauthorized', 'servername'].map(
    (name) => [name, `it is part of \`tls\`: { "tls": { "${name}": … } }.`] as const,
  ),
  ...['maxMessages', 'maxBytes', 'maxAge', 'overflow', 'flushRate'].map(
    (name) => [name, `it is part of \`queue\`: { "queue": { "${name}": … } }.`] as const,
  ),
  ...['forceNew', 'multiplex', 'rememberUpgrade'].map(
    (name) => [name, 'every connection has an engine of its own, so there is nothing to choose.'] as const,
  ),
]);

const transport = z.enum(['polling', 'websocket', 'webtransport']);

const tlsSchema = z.strictObject({
  ca: text('The authorities to trust: PEM text, or the path of a PEM file, from the project file’s folder.'),
  cert: text('The client’s certificate: PEM text or path.'),
  key: text('The private key of `cert`: PEM text or path.'),
  pfx: text('Path of a PKCS#12 file, in place of `cert` and `key`.'),
  passphrase: text('The passphrase of `key` or `pfx`.'),
  rejectUnauthorized: flag('Whether a server whose certificate cannot be verified is refused.', true),
  servername: text('The name to expect in the server’s certificate, where it is not the host of `url`.'),
});

const queueSchema = z.strictObject({
  maxMessages: z
    .int()
    .min(1)
    .meta({ description: 'Messages that may wait, at most.', default: 1000 })
    .exactOptional(),
  maxBytes: z
    .int()
    .min(1)
    .meta({ description: 'Bytes that may wait, at most, estimated from the payloads.', default: 16_777_216 })
    .exactOptional(),
  maxAge: milliseconds('How long a message may wait, in ms. Left out: for ever.', 1),
  overflow: choice(
    ['dropOldest', 'dropNewest', 'fail'],
    'What gives way when the queue is full.',
    'dropOldest',
  ),
  flushRate: z
    .number()
    .positive()
    .meta({ description: 'Messages a second, at most, when the queue is sent. Left out: no limit.' })
    .exactOptional(),
});

const connectionOptions = z.strictObject({
  name: z.string().regex(/\S/, 'a text that is not blank').meta({
    description:
      'The name that nodes give in `configuration` and that logs tell. Unique among the connections; no secret.',
  }),
  url: z.string().min(1).meta({
    description:
      'Where the server is: http, https, ws or wss with a host, as in `http://127.0.0.1`. Path, parameters and credentials have options of their own.',
  }),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .meta({ description: 'Wins over a port in `url`. Left out: the port in `url`, else 80 or 443.' })
    .exactOptional(),
  autostart: flag('Whether the connection starts by itself, without a `socketio/start` node.', false),
  path: withNotes(
    z
      .string()
      .regex(/^\/[^?#\s]*$/, 'a path that begins with /, without ?, # and spaces')
      .meta({
        description: 'The path under which the server answers; not a namespace.',
        default: '/socket.io',
      }),
    { suggest: withSlash },
  ).exactOptional(),
  protocol: choice(
    ['auto', 'v2', 'v4'],
    'Socket.IO’s protocol: `v4` for servers 3.x and 4.x, `v2` for 2.x, `auto` asks the server first.',
    'auto',
  ),
  transports: z
    .array(transport)
    .min(1)
    .meta({
      description: 'Ways to carry messages, in the order in which they are tried.',
      default: ['polling', 'websocket'],
    })
    .exactOptional(),
  upgrade: flag('Whether a connection that began with polling moves on to websocket.', true),
  tryAllTransports: flag('Whether the next transport is tried where the first one fails to open.', false),
  parser: choice(['default', 'msgpack'], 'How packets are encoded; the server must use the same.', 'default'),
  auth: auth('Credentials that are sent when a namespace is joined: an object of any content.'),
  namespaces: withNotes(
    z
      .record(
        z.string().regex(namespaceForm.pattern, namespaceForm.takes),
        z.strictObject({ auth: auth('Credentials of this namespace, in place of the connection’s.') }),
      )
      .meta({ description: 'Namespaces to join from the start: `{ "/admin": { "auth": {} } }`.' }),
    { suggest: withSlash, advice: 'It goes by name: { "/admin": {} }.' },
  ).exactOptional(),
  query: z
    .record(z.string(), z.string())
    .meta({ description: 'Parameters of the URL, fixed for the connection.' })
    .exactOptional(),
  extraHeaders: z
    .record(
      z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'the name of an HTTP header'),
      z.string().regex(/^[\t -~\u0080-\u00ff]*$/, 'a text that HTTP headers can hold: no line breaks'),
    )
    .meta({ description: 'HTTP headers of every request of the connection.' })
    .exactOptional(),
  withCredentials: flag('Whether cookies are kept and sent back.', false),
  tls: tlsSchema
    .meta({ description: 'Certificates and how the server’s is checked, for https and wss.' })
    .exactOptional(),
  proxy: text('URL of an HTTP proxy: `http://user:password@host:port`.'),
  timeout: milliseconds(
    'Deadline for opening the connection and joining the default namespace, together, in ms.',
    1,
    20_000,
  ),
  authTimeout: milliseconds('Deadline for getting credentials, in ms.', 1, 10_000),
  reconnection: flag('Whether to try again after a failure or a drop.', true),
  reconnectionAttempts: withNotes(
    z
      .int()
      .min(1)
      .meta({ description: 'Tries in a row that may fail before giving up. Left out: no limit.' }),
    { advice: 'Leave it out for no limit; for no retries set `reconnection` to false.' },
  ).exactOptional(),
  reconnectionDelay: milliseconds(
    'The first delay before trying again, in ms; it doubles with each failure.',
    1,
    1000,
  ),
  reconnectionDelayMax: milliseconds('What that delay grows to, in ms, jitter included.', 1, 5000),
  randomizationFactor: z
    .number()
    .min(0)
    .max(1)
    .meta({ description: 'Jitter: 0.5 makes a delay of 1000 ms one of 500 to 1500 ms.', default: 0.5 })
    .exactOptional(),
  stableAfter: milliseconds('How long a connection must hold, in ms, before the delays start anew.', 0, 5000),
  suspendAfter: milliseconds(
    'Without a stable connection for so long, in ms, retries become slow and queued messages fail.',
    1,
    120_000,
  ),
  suspendedDelay: milliseconds('The delay between those slow retries, in ms, jittered.', 1, 30_000),
  closeTimeout: milliseconds('Deadline for a clean close, in ms.', 0, 1500),
  ackTimeout: milliseconds('How long an acknowledgement is awaited, in ms.', 1, 10_000),
  retries: z
    .int()
    .min(0)
    .meta({
      description: 'How often an at-least-once message is sent again after its first try.',
      default: 3,
    })
    .exactOptional(),
  delivery: choice(
    ['atMostOnce', 'atLeastOnce'],
    '`atMostOnce` sends and forgets; `atLeastOnce` sends until the server acknowledges, in order.',
    'atMostOnce',
  ),
  messageId: choice(
    ['none', 'lastArgument'],
    'Where the id of an at-least-once message goes: nowhere, or after its last argument.',
    'none',
  ),
  whileOffline: choice(
    ['queue', 'drop', 'fail'],
    'What happens to a message while its namespace is not joined.',
    'queue',
  ),
  queue: queueSchema.meta({ description: 'The bounds of what waits to be sent.' }).exactOptional(),
});

/**
 * One entry of `settings.socketio.connections`, once `${NAME}` is filled in. `name`, `url` and `port` are what the
 * connection needs; all the rest is optional, and named as Socket.IO names it where Socket.IO has it.
 */
export const connectionSchema = withNotes(connectionOptions, { foreignNames: foreignOptions });

/**
 * A named connection as the project file gives it: `${NAME}` filled in, `url` reduced to scheme, host and port, `path`
 * and `port` taken out of it, TLS files resolved. What the file leaves out is left out here too.
 */
export type ConnectionSettings = z.output<typeof connectionSchema>;
