/** Who wants to know when something has changed, by topic; each is told at most once for many changes. */
export interface Topics {
  /** @returns ends the listening */
  subscribe(topic: string, listener: () => void): () => void;
  /** Grows with each change that was told of. */
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
  return {
    subscribe(topic, listener) {
      const group = listeners.get(topic) ?? new Set();
      listeners.set(topic, group);
      group.add(listener);
      return () => {
        group.delete(listener);
        if (group.size > 0 || listeners.get(topic) !== group) return;
        listeners.delete(topic);
        versions.delete(topic);
      };
    },
    version: (topic) => versions.get(topic) ?? 0,
    touch(topic) {
      touched.add(topic);
    },
    tell() {
      if (touched.size === 0) return;
      const topics = [...touched];
      touched.clear();
      // All versions first: a listener may look at more than its own topic. Nobody asks for one without listening.
      for (const topic of topics) {
        if (listeners.has(topic)) versions.set(topic, (versions.get(topic) ?? 0) + 1);
      }
      for (const topic of topics) for (const listener of listeners.get(topic) ?? []) listener();
    },
  };
}
