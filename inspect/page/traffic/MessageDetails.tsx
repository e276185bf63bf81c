import type { ReactNode } from 'react';
import type { TrafficRow } from '../../model/Traffic.ts';
import { CopyButton } from '../details/ActorDetails.tsx';
import { Section } from '../details/Section.tsx';
import { formatBytes, formatSpan, formatTime } from '../shell/formatTime.ts';
import { useSession, useTopic } from '../shell/useSession.ts';
import { ValueTree } from '../values/ValueTree.tsx';
import { topic } from '../world/createWorld.ts';
import { ackState } from './rowFilter.ts';

/** One message: its arguments, each to look into, and its acknowledgement. */
export function MessageDetails({ row }: { readonly row: TrafficRow | null }): ReactNode {
  const { world } = useSession();
  useTopic(topic.traffic);
  if (row === null) {
    return (
      <section className="pane" aria-label="Chosen message">
        <p className="nothing faint">Click a message to look into it.</p>
      </section>
    );
  }
  const acknowledgement = world.acknowledgements.get(row.sequence);
  const ack = ackState(row, acknowledgement);
  return (
    <section className="pane details" aria-label="Chosen message">
      <div className="pane-head">
        <h2 className="ellipsis mono">{row.event}</h2>
        <span className={`chip ${row.direction}`}>{row.direction === 'in' ? 'received' : 'sent'}</span>
        <span className="grow" />
        <CopyButton value={row.payload} />
      </div>
      <div className="pane-body">
        <Section title="Message">
          <dl className="facts">
            <dt>Connection</dt>
            <dd className="ellipsis">{row.connection}</dd>
            <dt>Namespace</dt>
            <dd className="ellipsis mono">{row.namespace}</dd>
            <dt>Time</dt>
            <dd className="numeric">{formatTime(row.at)}</dd>
            <dt>Size</dt>
            <dd className="numeric">{formatBytes(row.bytes)}</dd>
            {ack.kind !== 'none' && (
              <>
                <dt>Acknowledged</dt>
                <dd className={`ack-${ack.kind}`}>
                  {ack.kind === 'done'
                    ? `after ${formatSpan(ack.roundTrip)}`
                    : ack.kind === 'failed'
                      ? ack.message
                      : 'not yet'}
                </dd>
              </>
            )}
          </dl>
        </Section>
        <Section title={row.payload.length === 1 ? 'Payload' : `Arguments (${row.payload.length})`}>
          {row.payload.length === 0 && <p className="faint">It has none.</p>}
          {row.payload.map((value, index) => (
            <ValueTree
              key={`${row.sequence} ${index}`}
              value={value}
              label={`Argument ${index + 1}`}
              open={2}
            />
          ))}
        </Section>
        {acknowledgement !== undefined && acknowledgement.payload.length > 0 && (
          <Section title="Acknowledgement" side={<CopyButton value={acknowledgement.payload} />}>
            {acknowledgement.payload.map((value, index) => (
              <ValueTree key={index} value={value} label={`Answer ${index + 1}`} open={2} />
            ))}
          </Section>
        )}
      </div>
    </section>
  );
}
