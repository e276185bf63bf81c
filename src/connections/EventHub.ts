type Listeners<Events> = { [Type in keyof Events]?: readonly ((event: Events[Type]) => void)[] };

/** Listeners by type, called one after the other; one that throws is told of and disturbs nobody. */
export class EventHub<Events extends object> {
  #listeners: Listeners<Events> = {};
  readonly #onThrow: (type: keyof Events, error: unknown) => void;

  constructor(onThrow: (type: keyof Events, error: unknown) => void) {
    this.#onThrow = onThrow;
  }

  /** @returns ends the listening */
  on<Type extends keyof Events>(type: Type, listener: (event: Events[Type]) => void): () => void {
    // A function of its own for each call: the same listener may be given twice and ended once.
    const own = (event: Events[Type]): void => listener(event);
    this.#listeners[type] = [...(this.#listeners[type] ?? []), own];
    return () => {
      this.#listeners[type] = this.#listeners[type]?.filter((other) => other !== own);
    };
  }

  emit<Type extends keyof Events>(type: Type, event: Events[Type]): void {
    for (const listener of this.#listeners[type] ?? []) {
      try {
        listener(event);
      } catch (error) {
        this.#onThrow(type, error);
      }
    }
  }

  clear(): void {
    this.#listeners = {};
  }
}
