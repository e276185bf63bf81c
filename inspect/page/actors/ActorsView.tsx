import { useEffect, type ReactNode } from 'react';
import { ChartPane } from '../chart/ChartPane.tsx';
import { ActorDetails } from '../details/ActorDetails.tsx';
import { EmptyState } from '../shell/EmptyState.tsx';
import { useActor, useMoment, useRoute, useSession, useStore, useTopic } from '../shell/useSession.ts';
import { TimelineDock } from '../timeline/TimelineDock.tsx';
import { topic } from '../world/createWorld.ts';
import { ActorsPane } from './ActorsPane.tsx';

/** The main view: the tree of actors, the statechart of one of them, and all that is known of it. */
export function ActorsView(): ReactNode {
  const session = useSession();
  const { world } = session;
  const { actor: wanted } = useRoute();
  useTopic(topic.actors);
  const isEmpty = world.actors.size === 0;

  // Nobody chose one, or it is gone: the first one will do.
  useEffect(() => {
    if (isEmpty || (wanted !== null && world.actors.has(wanted))) return;
    const all = [...world.actors.values()];
    const first =
      all.find(({ connection, parent }) => connection !== null && parent === null) ??
      all.find(({ definition }) => definition !== null) ??
      all[0];
    if (first === undefined) return;
    if (wanted !== null) session.notice.set('The actor that this link leads to is gone.');
    session.navigate({ actor: first.id }, { replace: true });
  });

  if (isEmpty) return <NoActors />;
  return (
    <div className="split actors-view">
      <ActorsPane />
      {wanted === null ? <div className="middle" /> : <Chosen id={wanted} />}
    </div>
  );
}

function Chosen({ id }: { readonly id: string }): ReactNode {
  const actor = useActor(id);
  const moment = useMoment();
  const { world } = useSession();
  if (actor === undefined) {
    const name = world.actors.get(id)?.name ?? 'This actor';
    return (
      <>
        <div className="middle">
          <section className="pane chart-pane">
            <EmptyState icon="chart" title={`${name} was not there yet`}>
              <p>{moment === null ? 'It has not been heard of.' : 'At this moment it had not started.'}</p>
            </EmptyState>
          </section>
          <TimelineDock actor={id} />
        </div>
        <section className="pane" />
      </>
    );
  }
  return (
    <>
      <div className="middle">
        <ChartPane actor={actor} />
        <TimelineDock actor={id} />
      </div>
      <ActorDetails actor={actor} />
    </>
  );
}

function NoActors(): ReactNode {
  const { feed } = useSession();
  const hello = useStore(feed.hello);
  const { phase } = useStore(feed.state);
  if (hello === null) {
    return phase === 'closed' ? (
      <EmptyState icon="link" title="The inspector does not answer">
        <p>
          Open the address that the program printed at its start, with its token:{' '}
          <code>http://127.0.0.1:…/?token=…</code>
        </p>
      </EmptyState>
    ) : (
      <EmptyState icon="link" title="Connecting…" />
    );
  }
  if (feed.kind === 'opener') {
    return (
      <EmptyState icon="link" title="Waiting for the program that opened this page">
        <p>
          Actors appear here as soon as they start. XState 5 programs call <code>createBrowserInspector</code>{' '}
          before they make their actors, XState 4 programs <code>inspect</code> before they interpret machines
          with <code>devTools: true</code>.
        </p>
        <p>
          <a href={`${location.pathname}${location.search}&show=server`}>
            Show the inspector&apos;s own programs instead
          </a>
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="chart" title="No actor has started yet">
      <p>Statecharts appear here as soon as something runs. In your program:</p>
      <pre>
        {`import { createInspector } from 'statewire/inspect';

const inspector = await createInspector();
inspector.observe(actor);`}
      </pre>
      <p>
        Or run a project: <code>statewire run project.json --inspect</code>
      </p>
    </EmptyState>
  );
}
