import type { InspectedActor } from './InspectedActor.ts';

/** What must be known of an actor; all else has a value for "not known". */
export type ActorFacts = Pick<InspectedActor, 'source' | 'sessionId' | 'name' | 'startedAt'> &
  Partial<InspectedActor>;

/** The id of an actor in the inspector. */
export function actorId(source: string, sessionId: string): string {
  return `${source}/${sessionId}`;
}

/** An actor as it is first heard of. */
export function newActor(facts: ActorFacts): InspectedActor {
  return {
    id: actorId(facts.source, facts.sessionId),
    parent: null,
    kind: 'unknown',
    src: null,
    systemId: null,
    definition: null,
    status: 'active',
    states: [],
    tags: [],
    context: null,
    input: null,
    output: null,
    error: null,
    errorMessage: null,
    retryAt: null,
    timers: [],
    connection: null,
    events: 0,
    ignored: 0,
    taken: {},
    changedAt: facts.startedAt,
    endedAt: null,
    firstSequence: 0,
    lastSequence: null,
    ...facts,
    visited: facts.visited ?? facts.states ?? [],
  };
}
