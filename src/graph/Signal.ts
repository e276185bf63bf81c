/** Tells listeners of something, in the order in which they came. */
export class Signal<Data> {
  /** How many listen. */
  size = 0;
  readonly #attach: (() => () => void) | undefined;
  #listeners: { readonly call: (data: Data) => void; ended: boolean }[] = [];
  #emitting = 0;
  #detach: (() => void) | undefined;

  /** @param attach - called with the first listener; what it returns is called after the last one has ended */
  constructor(attach?: () => () => void) {
    this.#attach = attach;
  }

  /** @returns ends the listening */
  listen(call: (data: Data) => void): () => void {
    const listener = { call, ended: false };
    this.#listeners.push(listener);
    this.size += 1;
    if (this.size === 1) this.#detach = this.#attach?.();
    return () => {
      if (listener.ended) return;
      listener.ended = true;
      this.size -= 1;
      // Swept out when they are the half, so that ending a thousand listeners costs no million steps.
      if (this.#emitting === 0 && this.size * 2 <= this.#listeners.length)
        this.#listeners = this.#listeners.filter(({ ended }) => !ended);
      if (this.size > 0) return;
      this.#detach?.();
      this.#detach = undefined;
    };
  }

  /** Who begins to listen meanwhile does not hear it; who has ended does not either. */
  emit(data: Data): void {
    const listeners = this.#listeners;
    const count = listeners.length;
    this.#emitting += 1;
    try {
      for (let index = 0; index < count; index += 1) {
        const listener = listeners[index];
        if (listener?.ended === false) listener.call(data);
      }
    } finally {
      this.#emitting -= 1;
    }
  }
}
