import { whenRejected } from '../../machines/whenRejected.ts';

type Listeners<Events> = { [Type in keyof Events]?: readonly ((event: Events[Type]) => unknown)[] };

/** Listeners by type, called one after the other; one that throws, at once or later, is told of and disturbs nobody. */
export class EventHub<Events extends object> {
  #listeners: Listeners<Events> = {};
  readonly #onThrow: (type: keyof Events, error: unknown) => void;

  constructor(onThrow: (type: keyof Events, error: unknown) => void) {
    this.#onThrow = onThrow;
  }

  /** @returns ends the listening */
  on<Type extends keyof Events>(type: Type, listener: (event: Events[Type]) => unknown): () => void {
    // A function of its own for each call: the same listener may be given twice and ended once.
    const own = (event: Events[Type]): unknown => listener(event);
    this.#listeners[type] = [...(this.#listeners[type] ?? []), own];
    return () => {
      this.#listeners[type] = this.#listeners[type]?.filter((other) => other !== own);
    };
  }

  emit<Type extends keyof Events>(type: Type, event: Events[Type]): void {
    for (const listener of this.#listeners[type] ?? []) {
      try {
        whenRejected(listener(event), (error) => this.#onThrow(type, error));
      } catch (error) {
        this.#onThrow(type, error);
      }
    }
  }

  clear(): void {
    this.#listeners = {};
  }
}
