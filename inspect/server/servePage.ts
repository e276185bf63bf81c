import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { findPackage } from './findPackage.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * No inline script, no other host. WebSockets of this machine are allowed, as the page can watch a program that serves one
 * (`?server=`); not those of `[::1]`, which no policy can name. Nothing about who may frame it or open it: the page is a
 * drop-in `url` for popups and iframes of others, and without the token it is not given out.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "worker-src 'self'",
  "connect-src 'self' ws://127.0.0.1:* ws://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join('; ');

/** What every answer has. */
export const commonHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const;

/** The folder that the build puts the page into. */
export const builtPageFolder = (): string =>
  join(findPackage(import.meta.dirname), 'dist', 'inspect', 'page');

/**
 * Answers with a file of the page.
 *
 * @param path - of the URL; `/` is `index.html`
 */
export async function servePage(response: ServerResponse, folder: string, path: string): Promise<void> {
  const file = resolveFile(folder, path);
  const type = file === undefined ? undefined : types[extname(file)];
  const content = file === undefined || type === undefined ? undefined : await read(file);
  if (content !== undefined && type !== undefined) {
    const isIndex = type.startsWith('text/html');
    response.writeHead(200, {
      ...commonHeaders,
      'Content-Type': type,
      'Cache-Control': isIndex ? 'no-store' : 'no-cache',
      ...(!isIndex && { 'Cross-Origin-Resource-Policy': 'same-origin' }),
    });
    response.end(content);
  } else if (path === '/') {
    answerText(
      response,
      503,
      'The inspector runs, but its page is not built. Build it with: npm run build\n' +
        'The live channel and /api/actors work without it.',
    );
  } else {
    answerText(response, 404, 'There is no such file.');
  }
}

/** Answers in plain text. */
export function answerText(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, {
    ...commonHeaders,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(`${message}\n`);
}

function resolveFile(folder: string, path: string): string | undefined {
  try {
    const root = resolve(folder);
    const file = resolve(root, `.${decodeURIComponent(path === '/' ? '/index.html' : path)}`);
    return file.startsWith(root + sep) && !file.includes('\0') ? file : undefined;
  } catch {
    // A malformed escape.
    return undefined;
  }
}

async function read(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch {
    return undefined;
  }
}
