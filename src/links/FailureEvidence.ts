/** What a transport saw of a failure: handed from the platforms' transports to the classification. */
export interface FailureEvidence {
  /** The HTTP status, where a server answered. */
  readonly status?: number;
  /** The beginning of the answer's body. */
  readonly body?: string;
  /** Where a redirection points to. */
  readonly location?: string;
  /** Something answered that is no Engine.IO server of this protocol. */
  readonly isForeign?: boolean;
  /** The server speaks the protocol of Socket.IO 2. */
  readonly isOldProtocol?: boolean;
  /** What the system, TLS or the proxy reported. */
  readonly error?: Error;
}
