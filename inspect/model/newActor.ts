import type { InspectedActor } from './InspectedActor.ts';
import { scrubCredentials } from './scrubCredentials.ts';

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
    // For people: requests go by the id, which is the session's.
    name: scrubCredentials(facts.name),
    systemId:
      facts.systemId === undefined || facts.systemId === null ? null : scrubCredentials(facts.systemId),
    visited: facts.visited ?? facts.states ?? [],
  };
}
