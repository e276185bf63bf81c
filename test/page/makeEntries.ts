import type { Batch, BulkSnapshot } from '../../inspect/model/Channel.ts';
import type { InspectedActor } from '../../inspect/model/InspectedActor.ts';
import { newActor } from '../../inspect/model/newActor.ts';
import type { TimelineEntry } from '../../inspect/model/TimelineEntry.ts';

/** An actor by its name alone. */
export function makeActor(name: string, facts: Partial<InspectedActor> = {}): InspectedActor {
  return newActor({ source: 'process', sessionId: name, name, startedAt: 0, kind: 'machine', ...facts });
}

/** An event by what it changed. */
export function makeEntry(sequence: number, facts: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    sequence,
    at: 1_000 + sequence,
    kind: 'event',
    actor: 'process/a',
    sender: null,
    event: { type: 'go', payload: null },
    before: [],
    after: [],
    edges: [],
    guessed: false,
    actions: [],
    status: 'active',
    context: null,
    errorMessage: null,
    ...facts,
  };
}

export const emptySnapshot: BulkSnapshot = {
  sequence: 0,
  oldestSequence: 1,
  sources: [],
  actors: [],
  definitions: [],
  entries: [],
  totals: [],
  counts: [],
  rows: [],
  acknowledgements: [],
  graphs: [],
  activity: [],
};

/** A batch with a little in it. */
export function makeBatch(facts: Partial<Batch>): Batch {
  return {
    number: 1,
    at: 5_000,
    sources: [],
    definitions: [],
    actors: [],
    changes: [],
    removed: [],
    entries: [],
    entriesSkipped: 0,
    totals: [],
    counts: [],
    rows: [],
    rowsSkipped: 0,
    acknowledgements: [],
    graphs: [],
    activity: [],
    ...facts,
  };
}
