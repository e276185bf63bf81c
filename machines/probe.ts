import { fromPromise } from 'xstate';
import type { ConnectionRuntime } from './ConnectionRuntime.ts';

/** Asks the server which protocol it speaks. */
export const probeLogic = fromPromise<'v2' | 'v4', { readonly runtime: () => ConnectionRuntime }>(
  ({ input, signal }) => input.runtime().ports.probe(signal),
);
