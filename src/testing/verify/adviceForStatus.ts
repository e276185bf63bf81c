/** Where to look when a server has answered a try to connect with an HTTP status; nothing for one that says nothing. */
export function adviceForStatus(status: number): string | undefined {
  if (status === 429)
    return 'The server limits how often one may connect: raise its limit for this, or try --remote, which waits between tries.';
  if (status === 400)
    return 'Look at the log of the server, at `allowRequest`, and at what the handshake carries: `path`, `query`, `extraHeaders`.';
  if (status === 500) return 'Look at the log of the server: it failed while it answered the handshake.';
  if (status >= 300 && status < 400)
    return 'Name the address that it redirects to: redirections are not followed.';
  if (status >= 502 && status <= 504)
    return 'Look at the proxy that answers there: the server behind it is away, or does not answer it.';
  return undefined;
}
