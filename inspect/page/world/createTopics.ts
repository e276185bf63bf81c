/** Who wants to know when something has changed, by topic; each is told at most once for many changes. */
export interface Topics {
  /** @returns ends the listening */
  subscribe(topic: string, listener: () => void): () => void;
  /** Grows with each change that was told of, also before anyone listens. */
  version(topic: string): number;
  /** Something of this topic has changed. Nobody is told before {@link Topics.tell}. */
  touch(topic: string): void;
  tell(): void;
}

/** Makes {@link Topics}. */
export function createTopics(): Topics {
  const listeners = new Map<string, Set<() => void>>();
  const versions = new Map<string, number>();
  const touched = new Set<string>();
  // What nobody listens to has the version of everything: whoever has looked and is about to listen would otherwise miss
  // what is told in between, and topics of actors that are long gone would have to be remembered.
  let told = 0;
  return {
    subscribe(topic, listener) {
      const group = listeners.get(topic) ?? new Set();
      if (group.size === 0) versions.set(topic, told);
      listeners.set(topic, group);
      group.add(listener);
      return () => {
        group.delete(listener);
        if (group.size > 0 || listeners.get(topic) !== group) return;
        listeners.delete(topic);
        versions.delete(topic);
      };
    },
    version: (topic) => versions.get(topic) ?? told,
    touch(topic) {
      touched.add(topic);
    },
    tell() {
      if (touched.size === 0) return;
      const topics = [...touched];
      touched.clear();
      told += 1;
      // All versions first: a listener may look at more than its own topic.
      for (const topic of topics) if (listeners.has(topic)) versions.set(topic, told);
      for (const topic of topics) for (const listener of listeners.get(topic) ?? []) listener();
    },
  };
}
