/** Reads what a program says in another inspector's protocol, and tells a collector. */
export interface ForeignAdapter {
  /**
   * Takes one message, parsed. Never throws.
   *
   * @returns whether it was one of this protocol
   */
  receive(message: unknown): boolean;
  /** The message that sends an event to an actor (by its session id); `undefined` where the protocol has none. */
  encodeEvent(
    sessionId: string,
    event: { readonly type: string; readonly [key: string]: unknown },
  ): Readonly<Record<string, unknown>> | undefined;
  /** The program is gone. */
  close(): void;
}
