import { useState, type ReactNode } from 'react';
import type { ControlAnswer } from '../../model/ControlRequest.ts';
import { Icon } from '../shell/Icon.tsx';
import { formatSpan } from '../shell/formatTime.ts';
import { useSession } from '../shell/useSession.ts';
import { toJson } from '../values/toJson.ts';
import { parseArguments } from './parsePayload.ts';

interface Outcome {
  readonly ok: boolean;
  readonly text: string;
}

/** Start, stop, send and subscribe. */
export function ConnectionForms({
  connection,
  states,
}: {
  readonly connection: string;
  readonly states: readonly string[];
}): ReactNode {
  const { feed, notice } = useSession();
  const [form, setForm] = useState<'send' | 'subscribe' | null>(null);
  const isOver = states.includes('idle') || states.includes('stopped');
  const isPausing = states.includes('connecting.waiting') || states.includes('connecting.suspended');

  async function act(action: 'start' | 'stop'): Promise<void> {
    const answer = await feed.request({ type: 'connection', action, connection });
    if (!answer.ok) notice.set(answer.message);
  }

  return (
    <>
      <div className="events">
        <button
          type="button"
          className="button"
          disabled={!isOver && !isPausing}
          onClick={() => void act('start')}
        >
          <Icon name="play" size={12} />
          {isOver ? 'Start' : 'Retry now'}
        </button>
        <button type="button" className="button" disabled={isOver} onClick={() => void act('stop')}>
          <Icon name="stop" size={12} />
          Stop
        </button>
        {(['send', 'subscribe'] as const).map((kind) => (
          <button
            key={kind}
            type="button"
            className="button"
            aria-pressed={form === kind}
            onClick={() => setForm(form === kind ? null : kind)}
          >
            {kind === 'send' ? 'Send a message…' : 'Subscribe…'}
          </button>
        ))}
      </div>
      {form === 'send' && <SendForm connection={connection} />}
      {form === 'subscribe' && <SubscribeForm connection={connection} />}
    </>
  );
}

function SendForm({ connection }: { readonly connection: string }): ReactNode {
  const { feed } = useSession();
  const [namespace, setNamespace] = useState('/');
  const [eventName, setEventName] = useState('');
  const [text, setText] = useState('');
  const [acknowledge, setAcknowledge] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();

  async function send(): Promise<void> {
    const parsed = parseArguments(text);
    if (!parsed.ok) return setOutcome({ ok: false, text: parsed.problem });
    if (eventName.trim() === '') return setOutcome({ ok: false, text: 'Give the name of the event.' });
    setOutcome(undefined);
    const began = performance.now();
    const answer = await feed.request({
      type: 'connection',
      action: 'send',
      connection,
      namespace,
      event: eventName.trim(),
      arguments: parsed.value,
      acknowledge,
    });
    setOutcome(outcomeOf(answer, acknowledge, performance.now() - began));
  }

  return (
    <form
      className="form"
      aria-label="Send a message"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="row">
        <Field label="Namespace" value={namespace} onChange={setNamespace} />
        <Field label="Event" value={eventName} onChange={setEventName} />
      </div>
      <label>
        Arguments (JSON; several with commas)
        <textarea
          className="field"
          rows={3}
          value={text}
          spellCheck={false}
          placeholder='{"counter": 1}'
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={acknowledge}
          onChange={({ target }) => setAcknowledge(target.checked)}
        />
        Wait for the acknowledgement
      </label>
      <div className="row">
        <button type="submit" className="button primary">
          Send
        </button>
      </div>
      <Result outcome={outcome} />
    </form>
  );
}

function outcomeOf(answer: ControlAnswer, acknowledge: boolean, took: number): Outcome {
  if (!answer.ok) return { ok: false, text: answer.message };
  if (!acknowledge || !('value' in answer)) return { ok: true, text: 'It was handed to the connection.' };
  return { ok: true, text: `Acknowledged after ${formatSpan(took)}: ${toJson(answer.value)}` };
}

function SubscribeForm({ connection }: { readonly connection: string }): ReactNode {
  const { feed } = useSession();
  const [namespace, setNamespace] = useState('/');
  const [eventName, setEventName] = useState('');
  const [own, setOwn] = useState<readonly (readonly [namespace: string, event: string])[]>([]);
  const [outcome, setOutcome] = useState<Outcome>();

  async function change(action: 'subscribe' | 'unsubscribe', space: string, event: string): Promise<void> {
    if (event === '') return setOutcome({ ok: false, text: 'Give the name of the event, or * for all.' });
    const answer = await feed.request({ type: 'connection', action, connection, namespace: space, event });
    if (!answer.ok) return setOutcome({ ok: false, text: answer.message });
    setOutcome(undefined);
    setOwn((before) => {
      const others = before.filter(([a, b]) => a !== space || b !== event);
      return action === 'subscribe' ? [...others, [space, event]] : others;
    });
  }

  return (
    <form
      className="form"
      aria-label="Subscribe"
      onSubmit={(event) => {
        event.preventDefault();
        void change('subscribe', namespace, eventName.trim());
      }}
    >
      <div className="row">
        <Field label="Namespace" value={namespace} onChange={setNamespace} />
        <Field label="Event" value={eventName} onChange={setEventName} />
      </div>
      <div className="row">
        <button type="submit" className="button primary">
          Subscribe
        </button>
        <span className="faint">What comes shows in the traffic.</span>
      </div>
      {own.map(([space, event]) => (
        <div key={`${space} ${event}`} className="timer-line">
          <code className="ellipsis">
            {space} {event}
          </code>
          <button
            type="button"
            className="button quiet"
            onClick={() => void change('unsubscribe', space, event)}
          >
            Unsubscribe
          </button>
        </div>
      ))}
      <Result outcome={outcome} />
    </form>
  );
}

function Field({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  return (
    <label className="grow">
      {label}
      <input
        className="field mono"
        value={value}
        spellCheck={false}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}

function Result({ outcome }: { readonly outcome: Outcome | undefined }): ReactNode {
  return outcome === undefined ? null : (
    <p className={outcome.ok ? 'done' : 'problem'} role="status">
      {outcome.text}
    </p>
  );
}
