/** How the observed program is started. */
export interface ObservedOptions {
  /** Of the server that it receives from. */
  readonly port: number;
  readonly isInspected: boolean;
  /** Actors beside those of the connection; each changes its state once a second. */
  readonly actors: number;
}

/** What the observed program is asked: to receive so much, or to be measured. */
export type ObservedQuestion =
  | { readonly rate: number }
  | { readonly seconds: number; readonly isFlood: boolean };

/** What the observed program did. */
export interface Work {
  readonly seconds: number;
  readonly messages: number;
  /** Processor time, in ms. */
  readonly cpu: number;
  readonly watchers: number;
}

/** What a program made that did nothing but transitions. */
export interface Transitions {
  readonly perSecond: number;
  /** Processor time of one, in ms. */
  readonly cpu: number;
}
