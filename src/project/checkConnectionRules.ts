import type { ConnectionSettings } from './connectionSchema.ts';
import { isObject } from './objects.ts';
import { childPointer, resolvePointer } from './pointer.ts';
import type { Found } from './readBySchema.ts';
import type { Report } from './Report.ts';

/** A connection as it was read: options that could not be read are left out. */
export type FoundConnection = Found<ConnectionSettings>;

/** Where the file is silent. The same as the connection's own defaults. */
const silentDelayMax = 5000;
const silentDelay = 1000;

/** One connection, as it was read and as it was written: what could not be read was reported, and is not missing. */
export interface CheckedConnection {
  readonly found: FoundConnection;
  readonly written: unknown;
  readonly pointer: string;
  /** Of the URL, where it could be read. */
  readonly scheme: string | undefined;
}

/** Reports options of one connection that contradict each other. */
export function checkConnectionRules(connection: CheckedConnection, report: Report): void {
  checkDelays(connection, report);
  checkTls(connection, report);
  const { proxy } = connection.found;
  if (proxy !== undefined && !isProxyUrl(proxy)) {
    report.add(
      'invalid-url',
      childPointer(connection.pointer, 'proxy'),
      'The proxy’s URL must be http://host:port or https://host:port, with user:password@ before the host where it asks for them.',
    );
  }
}

function checkDelays({ found, written, pointer }: CheckedConnection, report: Report): void {
  const { reconnectionDelay: first, reconnectionDelayMax: most } = found;
  if (first !== undefined && most !== undefined && first > most) {
    report.add(
      'invalid-shape',
      childPointer(pointer, 'reconnectionDelayMax'),
      '`reconnectionDelayMax` is less than `reconnectionDelay`, with which the delays begin: it must be at least as much.',
    );
  } else if (first !== undefined && first > silentDelayMax && !has(written, 'reconnectionDelayMax')) {
    report.add(
      'invalid-shape',
      childPointer(pointer, 'reconnectionDelay'),
      `\`reconnectionDelay\` is more than \`reconnectionDelayMax\`, which is ${silentDelayMax} where it is not given, so that the delays would all be ${silentDelayMax} ms: give \`reconnectionDelayMax\` too.`,
      { severity: 'warning' },
    );
  } else if (most !== undefined && most < silentDelay && !has(written, 'reconnectionDelay')) {
    report.add(
      'invalid-shape',
      childPointer(pointer, 'reconnectionDelayMax'),
      `\`reconnectionDelayMax\` is less than \`reconnectionDelay\`, which is ${silentDelay} where it is not given: give \`reconnectionDelay\` too.`,
      { severity: 'warning' },
    );
  }
}

function checkTls({ found, written, pointer, scheme }: CheckedConnection, report: Report): void {
  const { tls } = found;
  if (tls === undefined) return;
  const at = childPointer(pointer, 'tls');
  const isGiven = (option: string): boolean => has(resolvePointer(written, '/tls'), option);
  if (tls.pfx !== undefined && (isGiven('cert') || isGiven('key'))) {
    report.add(
      'invalid-shape',
      childPointer(at, 'pfx'),
      '`pfx` holds certificate and key: take out `cert` and `key`, or `pfx`.',
    );
  } else if (tls.cert !== undefined && !isGiven('key')) {
    report.add(
      'invalid-shape',
      childPointer(at, 'cert'),
      '`cert` is of no use without its private key: give `key` too.',
    );
  } else if (tls.key !== undefined && !isGiven('cert')) {
    report.add(
      'invalid-shape',
      childPointer(at, 'key'),
      '`key` is of no use without its certificate: give `cert` too.',
    );
  }
  if (Object.keys(tls).length > 0 && (scheme === 'http' || scheme === 'ws')) {
    report.add(
      'invalid-shape',
      at,
      '`tls` has no effect, because `url` is http or ws: write https or wss there.',
      { severity: 'warning' },
    );
  }
}

function has(written: unknown, option: string): boolean {
  return isObject(written) && Object.hasOwn(written, option);
}

function isProxyUrl(text: string): boolean {
  return /^https?:\/\/[^/]/i.test(text.trim()) && URL.canParse(text);
}
