/** One value that changes, and who wants to know. */
export interface Store<Value> {
  get(): Value;
  set(value: Value): void;
  update(change: (value: Value) => Value): void;
  /** @returns ends the listening */
  subscribe(listener: () => void): () => void;
}

/** Makes a {@link Store}. */
export function createStore<Value>(initial: Value): Store<Value> {
  let current = initial;
  const listeners = new Set<() => void>();
  function set(value: Value): void {
    if (Object.is(value, current)) return;
    current = value;
    for (const listener of listeners) listener();
  }
  return {
    get: () => current,
    set,
    update: (change) => set(change(current)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
