/**
 * Hears of every message while somebody looks. Positional arguments and no objects, for it is called on the hot path; it
 * must neither change the arguments nor throw.
 */
export interface TrafficTap {
  /**
   * A message is about to be handed to its listeners. `args` are without the acknowledging function;
   * `acknowledgement` is a number, unique in the connection, if the server awaits one.
   */
  received(
    namespace: string,
    event: string,
    args: readonly unknown[],
    acknowledgement: number | undefined,
  ): void;
  /** A message has been handed to the link. */
  sent(namespace: string, event: string, args: readonly unknown[], acknowledgement: number | undefined): void;
  /** An acknowledgement has come or was given; `error` if it will not come. */
  acknowledged(acknowledgement: number, args: readonly unknown[], error: string | undefined): void;
}

/** The name under which the events are counted together that are not counted one by one. */
export const otherEvents = '(other events)';

/** Names are the server's, or made up as a program goes: so many are kept of a namespace, and none that is longer. */
const keptNames = 1000;
const keptLength = 200;

/** The name under which an event is counted that has no count yet. */
export function countedAs(eventName: string, counts: ReadonlyMap<string, unknown>): string {
  return counts.size < keptNames && eventName.length <= keptLength ? eventName : otherEvents;
}

/** How much of one event went one way, since the connection was made. */
export interface TrafficCounter {
  readonly namespace: string;
  readonly event: string;
  readonly direction: 'in' | 'out';
  readonly messages: number;
  /** Of payloads, estimated; 0 where it is not known cheaply. */
  readonly bytes: number;
}

/** The one place of a connection where its traffic can be watched: nothing is called while nobody does. */
export class Traffic {
  /** Who watches: one tap, or one that tells all there are. */
  tap: TrafficTap | undefined;
  #watchers: readonly { readonly tap: TrafficTap }[] = [];
  #acknowledgements = 0;

  /** @returns ends it */
  watch(tap: TrafficTap): () => void {
    // One of its own for each call: the same tap may be given twice and ended once.
    const own = { tap };
    this.#setWatchers([...this.#watchers, own]);
    return () => this.#setWatchers(this.#watchers.filter((other) => other !== own));
  }

  #setWatchers(watchers: readonly { readonly tap: TrafficTap }[]): void {
    this.#watchers = watchers;
    this.tap = watchers.length > 1 ? together(watchers.map(({ tap }) => tap)) : watchers[0]?.tap;
  }

  /** A number for an acknowledgement that is awaited. */
  nextAcknowledgement(): number {
    this.#acknowledgements += 1;
    return this.#acknowledgements;
  }
}

const together = (taps: readonly TrafficTap[]): TrafficTap => ({
  received(...told) {
    for (const tap of taps) tap.received(...told);
  },
  sent(...told) {
    for (const tap of taps) tap.sent(...told);
  },
  acknowledged(...told) {
    for (const tap of taps) tap.acknowledged(...told);
  },
});
