import type { ReactNode } from 'react';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';
import { CopyButton } from '../details/ActorDetails.tsx';
import { Section } from '../details/Section.tsx';
import { formatTime } from '../shell/formatTime.ts';
import { formatRoute } from '../shell/route.ts';
import { useMoment, useRoute, useSession } from '../shell/useSession.ts';
import { ValueTree } from '../values/ValueTree.tsx';
import { entryEffect, eventLabel } from './entryText.ts';

/** The event of the moment that is shown, with all that came of it. */
export function EntryDetails(): ReactNode {
  const moment = useMoment();
  if (moment?.entry === undefined) {
    return (
      <section className="pane" aria-label="Event">
        <p className="nothing faint">
          Click an event to travel to it: the statecharts then show what was active, and its payload and
          actions stand here.
        </p>
      </section>
    );
  }
  return <Details entry={moment.entry} />;
}

function Details({ entry }: { readonly entry: TimelineEntry }): ReactNode {
  const { world } = useSession();
  const moment = useMoment();
  const route = useRoute();
  const actor = world.actors.get(entry.actor);
  const sender = entry.sender === null ? undefined : world.actors.get(entry.sender);
  const effect = entryEffect(entry, actor);
  const context = moment?.actors.get(entry.actor)?.context ?? null;
  const link = (id: string): string => formatRoute({ ...route, view: 'actors', actor: id });
  return (
    <section className="pane details" aria-label="Event">
      <div className="pane-head">
        <h2 className="ellipsis mono">{eventLabel(entry.event.type)}</h2>
      </div>
      <div className="pane-body">
        <Section title="What happened">
          <dl className="facts">
            <dt>Event</dt>
            <dd className="mono breaks">{entry.event.type}</dd>
            <dt>Time</dt>
            <dd className="numeric">{formatTime(entry.at)}</dd>
            <dt>To</dt>
            <dd>
              <a href={link(entry.actor)}>{actor?.name ?? entry.actor}</a>
            </dd>
            <dt>From</dt>
            <dd>
              {entry.sender === null ? (
                'outside'
              ) : (
                <a href={link(entry.sender)}>{sender?.name ?? entry.sender}</a>
              )}
            </dd>
            {effect.before !== '' && (
              <>
                <dt>Before</dt>
                <dd>{effect.before}</dd>
              </>
            )}
            <dt>After</dt>
            <dd>{effect.after}</dd>
          </dl>
        </Section>
        {entry.event.payload !== null && (
          <Section title="Payload" side={<CopyButton value={entry.event.payload} />}>
            <ValueTree value={entry.event.payload} label="Payload" />
          </Section>
        )}
        {entry.edges.length > 0 && (
          <Section title={entry.guessed ? 'Transitions (guessed)' : 'Transitions'}>
            <ul className="links">
              {entry.edges.map((edge, index) => (
                <li key={index} className="mono">
                  {edgeLabel(edge)}
                </li>
              ))}
            </ul>
          </Section>
        )}
        {entry.actions.length > 0 && (
          <Section title="Actions">
            <ol className="links">
              {entry.actions.map((action, index) => (
                <li key={index} className="mono">
                  {action}
                </li>
              ))}
            </ol>
          </Section>
        )}
        {context !== null && (
          <Section title="Context after" side={<CopyButton value={context} />}>
            <ValueTree value={context} label="Context after" />
          </Section>
        )}
      </div>
    </section>
  );
}

/** An edge's id is `PATH|EVENT|INDEX`. */
function edgeLabel(id: string): string {
  const [path = '', event = ''] = id.split('|');
  return `${path === '' ? 'any state' : path} · ${event === '' ? 'always' : eventLabel(event)}`;
}
