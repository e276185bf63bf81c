import { takeTurn } from './takeTurn.ts';

/** The turns of one link. */
export interface Turns {
  /** Begins the first try at once, and each further one when it is its turn. */
  begin(attempt: () => void): void;
  /** The try has ended, or is no longer wanted: lets others begin who wait. */
  end(): void;
}

/** Makes the {@link Turns} of a link: of its tries to reach a server only those again wait, for those are not asked for. */
export function createTurns(server: string): Turns {
  let end: (() => void) | undefined;
  return {
    begin(attempt) {
      if (end !== undefined) end = takeTurn(server, attempt);
      else {
        end = () => {};
        attempt();
      }
    },
    end: () => end?.(),
  };
}
