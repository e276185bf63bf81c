/** The way to a program that speaks another inspector's protocol straight to this page. */
export interface ForeignWire {
  /** What it is called: the opener's origin, or an address. */
  readonly name: string;
  /** Hands on what comes. Called once. */
  listen(receive: (message: unknown) => void, onClosed: (reason: string) => void): void;
  send(message: Readonly<Record<string, unknown>>): void;
}
