/** A list of what happened that can be waited on: each entry is taken once, in order. */
export class EventLog<Entry> {
  readonly all: Entry[] = [];
  #taken = 0;
  #wake: (() => void) | undefined;

  add(entry: Entry): void {
    this.all.push(entry);
    this.#wake?.();
  }

  /** The next entry that has not been taken, as soon as there is one. */
  async next(): Promise<Entry> {
    for (;;) {
      const entry = this.all[this.#taken];
      if (entry !== undefined) {
        this.#taken += 1;
        return entry;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** What has happened since the last entry that was taken. */
  get rest(): readonly Entry[] {
    return this.all.slice(this.#taken);
  }
}
