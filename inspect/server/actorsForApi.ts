import type { BulkSnapshot } from '../model/Channel.ts';
import type { InspectedActor } from '../model/InspectedActor.ts';

/** An actor, as `GET /api/actors` answers it. */
export type ApiActor = Pick<
  InspectedActor,
  | 'id'
  | 'name'
  | 'kind'
  | 'parent'
  | 'source'
  | 'systemId'
  | 'connection'
  | 'status'
  | 'states'
  | 'tags'
  | 'errorMessage'
  | 'retryAt'
  | 'startedAt'
  | 'endedAt'
> & {
  /** Its innermost active states, separated by spaces: `connected.stable`. Empty for those that are no machines. */
  readonly state: string;
};

/** The actors and their states, for scripts and tests. */
export function actorsForApi({ actors }: Pick<BulkSnapshot, 'actors'>): readonly ApiActor[] {
  return actors.map((actor) => ({
    id: actor.id,
    name: actor.name,
    kind: actor.kind,
    state: leavesOf(actor.states).join(' '),
    states: actor.states,
    status: actor.status,
    parent: actor.parent,
    source: actor.source,
    systemId: actor.systemId,
    connection: actor.connection,
    tags: actor.tags,
    errorMessage: actor.errorMessage,
    retryAt: actor.retryAt,
    startedAt: actor.startedAt,
    endedAt: actor.endedAt,
  }));
}

function leavesOf(states: readonly string[]): readonly string[] {
  return states.filter((path) => !states.some((other) => other.startsWith(`${path}.`)));
}
