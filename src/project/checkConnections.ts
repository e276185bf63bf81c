import { resolve } from 'node:path';
import { checkConnectionRules, type FoundConnection } from './checkConnectionRules.ts';
import type { ConnectionSettings } from './connectionSchema.ts';
import { hasPlaceholder } from './placeholders.ts';
import { childPointer, resolvePointer } from './pointer.ts';
import { isUrlProblem, readUrl, type UrlParts } from './readUrl.ts';
import type { Report } from './Report.ts';
import { checkUniqueNames } from './uniqueNames.ts';

/** What connections are checked with. */
export interface ConnectionContext {
  readonly report: Report;
  /** The document as it was written: tells what came from the environment. */
  readonly document: unknown;
  /** Whether nothing of a part was left out because it could not be read. */
  readonly isWhole: (part: object) => boolean;
  readonly baseDirectory: string | undefined;
}

const listPointer = '/settings/socketio/connections';

/**
 * Checks what the schema cannot tell of the connections (URLs, ports, options that contradict each other, names given
 * twice), and brings them into the form in which they run.
 */
export function checkConnections(
  found: readonly (FoundConnection | undefined)[],
  context: ConnectionContext,
): ConnectionSettings[] {
  const written = resolvePointer(context.document, listPointer);
  const connections = found.map((connection, index) => {
    const asWritten: unknown = Array.isArray(written) ? written[index] : undefined;
    return checkConnection(connection ?? {}, asWritten, childPointer(listPointer, index), context);
  });
  const names = connections.map(({ name }) => name);
  checkUniqueNames(
    names,
    { pointer: listPointer, what: 'connection', code: 'duplicate-connection' },
    context,
  );
  return connections;
}

function checkConnection(
  found: FoundConnection,
  written: unknown,
  pointer: string,
  { report, isWhole, baseDirectory }: ConnectionContext,
): ConnectionSettings {
  const url = found.url === undefined ? undefined : checkUrl(found.url, written, pointer, report);
  const path = checkPath(found.path, url, pointer, report);
  if (url?.port !== undefined && found.port !== undefined && url.port !== found.port) {
    const isSecret = isFilled(written, 'url') || isFilled(written, 'port');
    const which = isSecret
      ? '`port` wins over the port in `url`, and they differ'
      : `\`port\` (${found.port}) wins over the port in \`url\` (${url.port})`;
    report.add('port-conflict', childPointer(pointer, 'port'), `${which}: take one of them out.`);
  }
  checkConnectionRules({ found, written, pointer, scheme: url?.scheme }, report);

  // Something is missing and was reported. The name still counts: a node that gives it is not wrong.
  if (url === undefined || !isConnection(found, isWhole)) return { name: found.name ?? '', url: '' };
  const port = found.port ?? url.port ?? url.defaultPort;
  return {
    ...found,
    url: `${url.scheme}://${url.host}${port === url.defaultPort ? '' : `:${port}`}`,
    port,
    ...(path !== undefined && { path }),
    ...(found.tls !== undefined && { tls: withResolvedFiles(found.tls, baseDirectory) }),
  };
}

function isConnection(
  found: FoundConnection,
  isWhole: (part: object) => boolean,
): found is ConnectionSettings {
  return isWhole(found);
}

function checkUrl(text: string, written: unknown, pointer: string, report: Report): UrlParts | undefined {
  const url = readUrl(text, isFilled(written, 'url'));
  if (!isUrlProblem(url)) return url;
  report.add('invalid-url', childPointer(pointer, 'url'), url.message, { suggestions: url.suggestions });
  return undefined;
}

/** The path from `path` or from the URL, without a slash at its end. */
function checkPath(
  option: string | undefined,
  url: UrlParts | undefined,
  pointer: string,
  report: Report,
): string | undefined {
  const path = option === undefined ? undefined : withoutSlashAtEnd(option);
  if (path === undefined || url?.path === undefined || path === url.path) return path ?? url?.path;
  report.add(
    'invalid-url',
    childPointer(pointer, 'url'),
    'The path in the URL and `path` differ: take the path out of the URL.',
  );
  return undefined;
}

function withoutSlashAtEnd(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

/** Whether an option of the connection was written with a placeholder. */
function isFilled(written: unknown, option: 'url' | 'port'): boolean {
  const value = resolvePointer(written, childPointer('', option));
  return typeof value === 'string' && hasPlaceholder(value);
}

function withResolvedFiles(
  tls: NonNullable<ConnectionSettings['tls']>,
  baseDirectory: string | undefined,
): NonNullable<ConnectionSettings['tls']> {
  const result = { ...tls };
  if (baseDirectory === undefined) return result;
  for (const option of ['ca', 'cert', 'key', 'pfx'] as const) {
    const value = tls[option];
    if (value === undefined || (option !== 'pfx' && value.includes('-----BEGIN'))) continue;
    result[option] = resolve(baseDirectory, value);
  }
  return result;
}
