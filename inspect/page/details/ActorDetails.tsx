import type { ReactNode } from 'react';
import type { InspectedActor } from '../../model/InspectedActor.ts';
import type { WireValue } from '../../model/WireValue.ts';
import { leafStates, shownName, toneOf } from '../actors/actorFace.ts';
import { Countdown } from '../actors/Countdown.tsx';
import { DrivePanel } from '../drive/DrivePanel.tsx';
import { formatSpan, formatTime } from '../shell/formatTime.ts';
import { Icon } from '../shell/Icon.tsx';
import { formatRoute } from '../shell/route.ts';
import { useMoment, useRoute, useSession, useTicks, useTopic } from '../shell/useSession.ts';
import { toJson } from '../values/toJson.ts';
import { ValueTree, type LoadValue } from '../values/ValueTree.tsx';
import { topic } from '../world/createWorld.ts';
import { Section } from './Section.tsx';

/** All that is known of an actor, as it is now or was at the moment. */
export function ActorDetails({ actor }: { readonly actor: InspectedActor }): ReactNode {
  const session = useSession();
  const moment = useMoment();
  const isLive = moment === null;

  const goTo = (sessionId: string): void =>
    session.navigate({ actor: `${actor.source}/${sessionId}` }, { replace: false });

  function loader(from: 'context' | 'input' | 'output' | 'error'): LoadValue | undefined {
    // What is asked for is what is there now.
    if (!isLive || actor.endedAt !== null || session.feed.kind === 'opener') return undefined;
    return async (path) => {
      const answer = await session.feed.request({ type: 'expand', actor: actor.id, from, path });
      if (answer.ok && 'value' in answer) return answer.value;
      if (!answer.ok) session.notice.set(answer.message);
      return undefined;
    };
  }

  return (
    <section className="pane details" aria-label={`About ${actor.name}`}>
      <div className="pane-head">
        <span className={`dot ${toneOf(actor)}`} />
        <h2 className="ellipsis" title={actor.name}>
          {shownName(actor).name}
        </h2>
        <span className="chip">{shownName(actor).kind || actor.kind}</span>
        {actor.endedAt !== null && <span className="chip">{actor.status}</span>}
        <span className="grow" />
      </div>
      <div className="pane-body">
        {actor.errorMessage !== null && (
          <div className="error-box" role="alert">
            <Icon name="alert" />
            <span>{actor.errorMessage}</span>
          </div>
        )}
        {(actor.states.length > 0 || actor.timers.length > 0) && (
          <Section title="State">
            <div className="chips">
              {leafStates(actor.states).map((path) => (
                <span key={path} className="chip active">
                  {path}
                </span>
              ))}
              {actor.tags.map((tag) => (
                <span key={tag} className="chip" title="Tag">
                  {tag}
                </span>
              ))}
            </div>
            {isLive && actor.retryAt !== null && <Countdown until={actor.retryAt} label="Next try in" />}
            {isLive &&
              actor.timers.map((timer) => (
                <div key={timer.event} className="timer-line">
                  <code className="ellipsis">{timerName(timer.event)}</code>
                  <Countdown until={timer.dueAt} label="in" />
                </div>
              ))}
            <p className="faint numeric">
              since {formatTime(actor.changedAt)}
              {isLive && actor.endedAt === null && <Since at={actor.changedAt} />}
            </p>
          </Section>
        )}
        {isLive && <DrivePanel actor={actor} />}
        <ValueSection title="Context" value={actor.context} load={loader('context')} onActor={goTo}>
          {moment !== null && actor.kind === 'machine'
            ? 'What it was at this moment is not remembered.'
            : null}
        </ValueSection>
        <ValueSection title="Error" value={actor.error} load={loader('error')} onActor={goTo} />
        <ValueSection title="Output" value={actor.output} load={loader('output')} onActor={goTo} />
        <ValueSection title="Input" value={actor.input} load={loader('input')} onActor={goTo} />
        <GraphLinks connection={actor.parent === null ? actor.connection : null} />
        <Facts actor={actor} />
      </div>
    </section>
  );
}

function ValueSection({
  title,
  value,
  load,
  onActor,
  children,
}: {
  readonly title: string;
  readonly value: WireValue | null;
  readonly load: LoadValue | undefined;
  readonly onActor: (sessionId: string) => void;
  /** Why there is no value. */
  readonly children?: string | null;
}): ReactNode {
  if (value === null && (children === undefined || children === null)) return null;
  return (
    <Section title={title} side={value !== null && <CopyButton value={value} />}>
      {value === null ? (
        <p className="faint">{children}</p>
      ) : (
        <ValueTree value={value} label={title} load={load} onActor={onActor} />
      )}
    </Section>
  );
}

/** Copies a value as JSON. */
export function CopyButton({ value }: { readonly value: WireValue }): ReactNode {
  return (
    <button
      type="button"
      className="button quiet icon"
      aria-label="Copy as JSON"
      title="Copy as JSON"
      onClick={() => void navigator.clipboard.writeText(toJson(value))}
    >
      <Icon name="copy" size={14} />
    </button>
  );
}

function Since({ at }: { readonly at: number }): ReactNode {
  useTicks(1_000);
  return <>, for {formatSpan(Math.max(0, useSession().now() - at))}</>;
}

/** `xstate.after.retryDelay.connection.connecting.waiting` says little more than `retryDelay`. */
function timerName(event: string): string {
  const [, , delay] = event.split('.');
  return event.startsWith('xstate.after.') && delay !== undefined ? `after ${delay}` : event;
}

/** Nodes of the graph that name this connection. */
function GraphLinks({ connection }: { readonly connection: string | null }): ReactNode {
  const { world } = useSession();
  const route = useRoute();
  useTopic(topic.graphs);
  if (connection === null) return null;
  const nodes = [...world.graphs.values()].flatMap((graph) =>
    graph.nodes.filter((node) => node.connection === connection).map((node) => ({ graph, node })),
  );
  if (nodes.length === 0) return null;
  return (
    <Section title="In the graph">
      <ul className="links">
        {nodes.map(({ graph, node }) => (
          <li key={`${graph.id} ${node.id}`}>
            <a href={formatRoute({ ...route, view: 'graph', scope: graph.id, focus: node.id })}>
              {node.id} <span className="faint">{node.type}</span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Facts({ actor }: { readonly actor: InspectedActor }): ReactNode {
  const { world } = useSession();
  const facts: readonly (readonly [string, string | null])[] = [
    ['Session id', actor.sessionId],
    ['System id', actor.systemId],
    ['Logic', actor.src],
    ['Program', world.sources.get(actor.source)?.name ?? actor.source],
    ['Connection', actor.connection],
    ['Events', `${actor.events}, of which ${actor.ignored} changed nothing`],
    ['Started', formatTime(actor.startedAt)],
    ['Ended', actor.endedAt === null ? null : formatTime(actor.endedAt)],
  ];
  return (
    <Section title="Facts">
      <dl className="facts">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name} className="contents">
                <dt>{name}</dt>
                <dd className="ellipsis" title={value}>
                  {value}
                </dd>
              </div>
            ),
        )}
      </dl>
    </Section>
  );
}
