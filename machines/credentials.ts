import { fromPromise } from 'xstate';
import type { ConnectionRuntime } from './ConnectionRuntime.ts';
import type { Credentials } from './Link.ts';

/** Whose credentials. */
export interface CredentialsInput {
  /** A function, so that snapshots cannot hold what it returns. */
  readonly runtime: () => ConnectionRuntime;
  readonly namespace: string;
}

/** Holds credentials on their way to the link where no snapshot can show them. */
export type Sealed = () => Credentials | undefined;

/** Asks for the credentials of one join. Its output is sealed: a promise actor's output is part of its snapshot. */
export const credentialsLogic = fromPromise<Sealed, CredentialsInput>(async ({ input }) => {
  const credentials = await input.runtime().credentials(input.namespace);
  // Here it is a failure like others, with another try; in the midst of a join it would be the actor's end.
  JSON.stringify(credentials);
  return () => credentials;
});
