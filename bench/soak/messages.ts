/** What the soak asks of its server, a process of its own. */
export type SoakCommand =
  /** From now on it breaks connections: so many a second, as a share of those that are open. */
  | { readonly type: 'drops'; readonly share: number }
  /** Breaks every connection that is open, once. */
  | { readonly type: 'dropAll' }
  /** How often each reading of each client was acted on, against how many there should be. */
  | { readonly type: 'report'; readonly sent: readonly number[] }
  | { readonly type: 'end' };

/** What became of the readings. */
export interface SoakReport {
  readonly accepted: number;
  /** Readings that came again and were known by their id. */
  readonly repeated: number;
  /** `client/number` of the first few that never came, and of those that were acted on twice. */
  readonly missing: readonly string[];
  readonly twice: readonly string[];
  readonly drops: number;
  readonly connections: number;
}

export type SoakAnswer =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'report'; readonly report: SoakReport };
