/** The page's views. */
export const views = ['actors', 'timeline', 'traffic', 'graph'] as const;
export type View = (typeof views)[number];

/** What the address says: a view, an actor, a moment. All of it stands behind the `#`, so that no server sees it. */
export interface Route {
  readonly view: View;
  /** The id of an actor. */
  readonly actor: string | null;
  /** A moment to look at; `null`: what is live. */
  readonly at: number | null;
  /** The server's session, which moments are counted in. */
  readonly session: string | null;
  /** A connection, for the traffic; a graph, for the graph. */
  readonly scope: string | null;
  /** What to point out: a node of the graph. */
  readonly focus: string | null;
}

export const emptyRoute: Route = {
  view: 'actors',
  actor: null,
  at: null,
  session: null,
  scope: null,
  focus: null,
};

/** Reads the part of an address from `#` on. What makes no sense is left out. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [view, actor] = path.split('/', 2).map(decode);
  const parameters = new URLSearchParams(query);
  const at = Number(parameters.get('at') ?? Number.NaN);
  return {
    view: views.find((known) => known === view) ?? 'actors',
    actor: actor === undefined || actor === '' ? null : actor,
    at: Number.isSafeInteger(at) && at >= 0 ? at : null,
    session: parameters.get('session'),
    scope: parameters.get('scope'),
    focus: parameters.get('focus'),
  };
}

/** The reverse of {@link parseRoute}. */
export function formatRoute({ view, actor, at, session, scope, focus }: Route): string {
  const parameters = new URLSearchParams();
  if (at !== null) parameters.set('at', String(at));
  if (at !== null && session !== null) parameters.set('session', session);
  if (scope !== null) parameters.set('scope', scope);
  if (focus !== null) parameters.set('focus', focus);
  const query = parameters.size === 0 ? '' : `?${parameters.toString()}`;
  return `#/${view}${actor === null ? '' : `/${encodeURIComponent(actor)}`}${query}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
