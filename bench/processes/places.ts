/** Where a message of a workload goes: spread evenly over namespaces and events. */
export interface Place {
  readonly namespace: string;
  readonly event: string;
}

/** As many places, on so many namespaces: one of each is the default namespace's event `reading`. */
export function placesOf(subscriptions: number, namespaces: number): readonly Place[] {
  return Array.from({ length: subscriptions }, (_, index) => ({
    namespace: namespaces === 1 ? '/' : `/n${index % namespaces}`,
    event: subscriptions === 1 ? 'reading' : `reading${Math.floor(index / namespaces)}`,
  }));
}
