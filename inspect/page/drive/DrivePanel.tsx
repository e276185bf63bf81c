import { useState, type ReactNode } from 'react';
import { acceptedEvents, type AcceptedEvent } from '../../model/acceptedEvents.ts';
import type { InspectedActor } from '../../model/InspectedActor.ts';
import { Section } from '../details/Section.tsx';
import { useSession, useStore } from '../shell/useSession.ts';
import { toJson } from '../values/toJson.ts';
import { ConnectionForms } from './ConnectionForms.tsx';
import { parseEvent } from './parsePayload.ts';

/** What can be done with an actor: the events that it can take now, and for connections what they are for. */
export function DrivePanel({ actor }: { readonly actor: InspectedActor }): ReactNode {
  const { world, feed } = useSession();
  const hello = useStore(feed.hello);
  const definition = actor.definition === null ? undefined : world.definitions.get(actor.definition);
  if (hello === null || hello.mode === 'recording') return null;
  const isRoot = actor.connection !== null && actor.parent === null;
  if (!hello.control) {
    return definition === undefined ? null : (
      <Section title="Drive">
        <p className="faint">
          This page only watches. Start with <code>--control</code> to send events to actors.
        </p>
      </Section>
    );
  }
  const source = world.sources.get(actor.source);
  if (source?.accepts === false) {
    return (
      <Section title="Drive">
        <p className="faint">This program&apos;s inspector has no way back: events cannot be sent to it.</p>
      </Section>
    );
  }
  if (actor.endedAt !== null) return null;
  return (
    <>
      {isRoot && actor.connection !== null && (
        <Section title="Connection">
          <ConnectionForms key={actor.id} connection={actor.connection} states={actor.states} />
        </Section>
      )}
      <Section title="Send an event">
        <EventForms
          key={actor.id}
          actor={actor}
          accepted={definition === undefined ? [] : acceptedEvents(definition, actor.states)}
        />
      </Section>
    </>
  );
}

function EventForms({
  actor,
  accepted,
}: {
  readonly actor: InspectedActor;
  readonly accepted: readonly AcceptedEvent[];
}): ReactNode {
  const { world, feed } = useSession();
  const [type, setType] = useState<string | null>(null);
  const [payload, setPayload] = useState('');
  const [isAll, setAll] = useState(false);
  const [answer, setAnswer] = useState<{
    readonly kind: 'done' | 'muted' | 'problem';
    readonly text: string;
  }>();

  function choose(event: string, isPattern: boolean): void {
    setType(isPattern ? event.replace('*', '') : event);
    setPayload(lastPayload(event));
    setAnswer(undefined);
  }

  /** The last event of this type, as an example of what belongs in it. */
  function lastPayload(event: string): string {
    const last = world.entries.all.findLast(
      (entry) => entry.actor === actor.id && entry.event.type === event,
    );
    return last === undefined || last.event.payload === null ? '' : toJson(last.event.payload);
  }

  async function send(wanted: string, text: string): Promise<void> {
    const parsed = parseEvent(wanted, text);
    if (!parsed.ok) return setAnswer({ kind: 'problem', text: parsed.problem });
    const result = await feed.request({ type: 'send', actor: actor.id, event: parsed.value });
    if (!result.ok) return setAnswer({ kind: 'problem', text: result.message });
    const isIgnored = 'value' in result && result.value === 'ignored';
    setAnswer({
      kind: isIgnored ? 'muted' : 'done',
      text: `${parsed.value.type} was sent${isIgnored ? ', and ignored: nothing in this state took it' : ''}.`,
    });
  }

  const moving = accepted.filter(({ edges }) => edges.some(({ targets }) => targets.length > 0));
  const shown = isAll || moving.length === 0 ? accepted : moving;
  return (
    <>
      {accepted.length > 0 ? (
        <div className="events" role="group" aria-label="Events that it can take now">
          {shown.map((event) => (
            <button
              key={event.type}
              type="button"
              className={`button ${event.isGuarded ? 'guarded' : ''}`}
              aria-pressed={type === event.type}
              title={event.isGuarded ? 'All its transitions have guards: it may change nothing' : undefined}
              onClick={() => choose(event.type, event.isWildcard)}
            >
              {event.type}
            </button>
          ))}
          {shown.length < accepted.length && (
            <button type="button" className="button quiet" onClick={() => setAll(true)}>
              {accepted.length - shown.length} more that change no state
            </button>
          )}
        </div>
      ) : (
        <p className="faint">No event changes anything in this state.</p>
      )}
      {type === null ? (
        <button type="button" className="button quiet" onClick={() => choose('', false)}>
          Another event…
        </button>
      ) : (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            void send(type, payload);
          }}
        >
          <label>
            Event
            <input
              className="field mono"
              value={type}
              spellCheck={false}
              onChange={({ target }) => setType(target.value)}
            />
          </label>
          <label>
            Payload (JSON, may be empty)
            <textarea
              className="field"
              rows={Math.min(10, Math.max(2, payload.split('\n').length))}
              value={payload}
              spellCheck={false}
              placeholder='{"amount": 3}'
              onChange={({ target }) => setPayload(target.value)}
            />
          </label>
          <div className="row">
            <button type="submit" className="button primary">
              Send
            </button>
            <button type="button" className="button quiet" onClick={() => setType(null)}>
              Close
            </button>
          </div>
          {answer !== undefined && (
            <p className={answer.kind} role="status">
              {answer.text}
            </p>
          )}
        </form>
      )}
    </>
  );
}
