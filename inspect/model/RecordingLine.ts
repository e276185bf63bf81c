import type { Batch, BulkSnapshot } from './Channel.ts';

/** Raised by one whenever a line changes its meaning. */
export const recordingVersion = 1;

/**
 * A line of a recording: one JSON object, newline-delimited. First `recording`, then one `snapshot`, then `batch`es as
 * viewers got them, last `end`, if it was closed in order.
 */
export type RecordingLine =
  | {
      readonly type: 'recording';
      readonly version: typeof recordingVersion;
      readonly title: string;
      /** In ms since the epoch. */
      readonly at: number;
    }
  | { readonly type: 'snapshot'; readonly snapshot: BulkSnapshot }
  | { readonly type: 'batch'; readonly batch: Batch }
  | { readonly type: 'end'; readonly at: number; readonly reason: 'stopped' | 'full' };
