/** TLS of a connection. In Node.js only; in a browser the browser's own settings count. */
export interface TlsConfig {
  /** PEM text, or the path of a PEM file: the authorities to trust. */
  readonly ca?: string;
  /** PEM text or path: the client's certificate. */
  readonly cert?: string;
  /** PEM text or path: the client's private key. */
  readonly key?: string;
  /** Path of a PKCS#12 file, in place of `cert` and `key`. */
  readonly pfx?: string;
  readonly passphrase?: string;
  /** Whether a certificate that cannot be verified ends the attempt. @default true */
  readonly rejectUnauthorized?: boolean;
  /** The name to expect in the server's certificate, where it is not the URL's host. */
  readonly servername?: string;
}

/** Where a connection goes and over what: the options a link needs, under Socket.IO's own names. */
export interface LinkConfig {
  /** http, https, ws or wss. Path and namespace are options of their own. */
  readonly url: string;
  /** Wins over a port in the URL. */
  readonly port?: number;
  /** The server's path. @default '/socket.io' */
  readonly path?: string;
  /** @default ['polling', 'websocket'] */
  readonly transports?: readonly ('polling' | 'websocket' | 'webtransport')[];
  /** Whether polling moves to websocket. @default true */
  readonly upgrade?: boolean;
  /** Whether the next transport is tried when the first fails to open. @default false */
  readonly tryAllTransports?: boolean;
  /** @default 'default' */
  readonly parser?: 'default' | 'msgpack';
  readonly query?: Readonly<Record<string, string>>;
  readonly extraHeaders?: Readonly<Record<string, string>>;
  /** Whether cookies are sent, and in Node.js kept. @default false */
  readonly withCredentials?: boolean;
  readonly tls?: TlsConfig;
  /** URL of an HTTP proxy: `http://user:password@host:port`. In Node.js only. */
  readonly proxy?: string;
}
