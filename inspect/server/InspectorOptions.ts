/** How an inspector's server listens. */
export interface ServeOptions {
  /** @default 0: a free one */
  readonly port?: number;
  /** Loopback alone: `127.0.0.1`, `::1` or `localhost`. @default '127.0.0.1' */
  readonly host?: string;
  /** What everybody who connects must know; in the URL it gives. @default 192 random bits */
  readonly token?: string;
  /**
   * Further origins (`http://localhost:5173`) whose pages may open WebSockets to it, with the token: for browser programs
   * that use `createWebSocketInspector`. @default none
   */
  readonly origins?: readonly string[];
  /** The folder of the built page. @default the one this package was built with */
  readonly pageFolder?: string;
  /** What the page is titled. @default `statewire` */
  readonly title?: string;
}

/** How an inspector works. */
export interface InspectorOptions extends ServeOptions {
  /** Whether viewers may send events and drive connections. @default false */
  readonly control?: boolean;
  /** Records from the start, to this file. */
  readonly record?: string;
  /** Where recordings that a viewer starts are written to. @default the working directory */
  readonly recordFolder?: string;
  /** The bound on a recording, in bytes. @default 268435456 */
  readonly recordBytes?: number;
}
