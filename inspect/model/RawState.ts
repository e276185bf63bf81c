/** A state as it was found, with its place, while a definition is being read. */
export interface RawState {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly key: string;
  /** From the root; none for the root itself. */
  readonly keys: readonly string[];
  readonly path: string;
  readonly id: string;
  readonly parent: RawState | undefined;
  readonly children: RawState[];
  /** Whether it is a `definition`, with all transitions under `on`, and not a `config`. */
  readonly normalised: boolean;
}
