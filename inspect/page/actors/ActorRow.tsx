import { memo, type ReactNode } from 'react';
import type { InspectedActor } from '../../model/InspectedActor.ts';
import { formatCount } from '../shell/formatTime.ts';
import { Icon } from '../shell/Icon.tsx';
import { onPress } from '../shell/onPress.ts';
import { useActor, useSession, useTicks, useTopic } from '../shell/useSession.ts';
import { topic } from '../world/createWorld.ts';
import { shownName, stateText, toneOf } from './actorFace.ts';
import { Countdown } from './Countdown.tsx';

interface ActorRowProps {
  readonly id: string;
  readonly depth: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly isFocusable: boolean;
  /** How many stopped ones of its name it stands for. */
  readonly times: number;
  readonly onSelect: (id: string) => void;
  readonly onToggle: (id: string, isOpen: boolean) => void;
}

/** An actor in the tree: how it is, what it is called, what it does. */
export const ActorRow = memo(function ActorRow(props: ActorRowProps): ReactNode {
  const { id, depth, hasChildren, isOpen, isSelected, isFocusable, times, onSelect, onToggle } = props;
  const actor = useActor(id);
  if (actor === undefined) return null;
  const tone = toneOf(actor);
  const state = stateText(actor);
  const shown = shownName(actor);
  const isRoot = actor.connection !== null && actor.parent === null;
  return (
    <div
      className={`actor-row ${actor.endedAt === null ? '' : 'ended'}`}
      role="treeitem"
      data-actor={actor.name}
      data-id={id}
      aria-level={depth + 1}
      aria-selected={isSelected}
      aria-expanded={hasChildren ? isOpen : undefined}
      aria-label={`${actor.name}${times > 1 ? `, ${times} times` : ''}, ${state}${actor.errorMessage === null ? '' : `, error: ${actor.errorMessage}`}`}
      tabIndex={isFocusable ? 0 : -1}
      {...onPress(() => onSelect(id))}
    >
      <span className={`indent indent-${Math.min(depth, 12)}`} />
      {hasChildren ? (
        <span
          className={`twist ${isOpen ? 'open' : ''}`}
          {...onPress((event) => {
            event.stopPropagation();
            onToggle(id, !isOpen);
          })}
        >
          <Icon name="chevron" size={12} />
        </span>
      ) : (
        <span className="twist" />
      )}
      <span className={`dot ${tone === 'idle' ? 'hollow' : tone}`} />
      <span className="name ellipsis" title={actor.name}>
        {shown.name}
      </span>
      {times > 1 && (
        <span
          className="faint numeric"
          title={`${times} of this name, one after the other; this is the last`}
        >
          ×{times}
        </span>
      )}
      {shown.kind === 'subscription' && <span className="faint kind">subscription</span>}
      <span className="grow" />
      {isRoot && <Rate connection={actor.connection} />}
      {actor.errorMessage !== null && (
        <span className="badge-error" title={actor.errorMessage}>
          <Icon name="alert" size={13} />
        </span>
      )}
      {actor.retryAt === null ? (
        shown.kind !== 'subscription' && (
          <span className={`state ellipsis ${actor.kind === 'machine' ? '' : 'faint'}`}>{state}</span>
        )
      ) : (
        <>
          <span className="state ellipsis">{lastKey(actor)}</span>
          <Countdown until={actor.retryAt} label="retry" />
        </>
      )}
    </div>
  );
});

function lastKey(actor: InspectedActor): string {
  return stateText(actor).split('.').at(-1) ?? '';
}

/** Messages a second of a connection, both ways; nothing while it is silent. */
function Rate({ connection }: { readonly connection: string | null }): ReactNode {
  const session = useSession();
  useTopic(topic.totals(connection ?? ''));
  useTicks(1_000, connection !== null);
  if (connection === null || session.moment.get() !== null) return null;
  const rate = session.world.rates.rate(connection, session.now());
  if (rate < 0.05) return null;
  return (
    <span className="rate numeric" title="Messages a second, received and sent">
      {formatCount(rate)}/s
    </span>
  );
}
