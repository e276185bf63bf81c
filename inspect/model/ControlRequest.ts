import type { ActorId } from './InspectedActor.ts';
import type { TimelineEntry } from './TimelineEntry.ts';
import type { WireValue } from './WireValue.ts';

/**
 * What a viewer asks of the server, with the Socket.IO event `request` and an acknowledgement. The first group only
 * looks and is always there; the second drives and needs `control`, else it is answered `control-off`.
 */
export type ControlRequest = LookRequest | DriveRequest;

export type LookRequest =
  /** The bulk snapshot again (it comes as the event `snapshot`, before the answer). */
  | { readonly type: 'resync' }
  /** A value in full depth for people who opened it. `path` leads from `from` of the live actor: keys, or indices. */
  | {
      readonly type: 'expand';
      readonly actor: ActorId;
      readonly from: 'context' | 'input' | 'output' | 'error';
      readonly path: readonly string[];
    }
  /** Timeline entries before a moment, newest first cut by `limit` (at most 1000); for scrolling back. */
  | { readonly type: 'entries'; readonly before: number; readonly limit: number }
  /** Forgets stopped actors, for everybody who watches. */
  | { readonly type: 'clearStopped' }
  /** Starts or stops a recording on the server; the answer's value is its file. */
  | { readonly type: 'recording'; readonly action: 'start' | 'stop' };

export type DriveRequest =
  | {
      readonly type: 'send';
      readonly actor: ActorId;
      readonly event: { readonly type: string; readonly [key: string]: unknown };
    }
  | { readonly type: 'connection'; readonly action: 'start' | 'stop'; readonly connection: string }
  /** With `acknowledge` the answer's value is the acknowledgement's arguments. */
  | {
      readonly type: 'connection';
      readonly action: 'send';
      readonly connection: string;
      readonly namespace: string;
      readonly event: string;
      readonly arguments: readonly unknown[];
      readonly acknowledge: boolean;
    }
  /** What is received then shows in the traffic. A viewer's subscriptions end with it, at the latest. */
  | {
      readonly type: 'connection';
      readonly action: 'subscribe' | 'unsubscribe';
      readonly connection: string;
      readonly namespace: string;
      readonly event: string;
    };

/** Why a request was refused. */
export type ControlErrorCode =
  | 'control-off'
  | 'invalid-request'
  | 'unknown-actor'
  | 'unknown-connection'
  /** The actor has ended, its program is gone, or its wire has no way back. */
  | 'not-reachable'
  /** A recording is only looked at. */
  | 'recording'
  | 'failed';

/** The answer to a request. */
export type ControlAnswer =
  | { readonly ok: true; readonly value: WireValue }
  | { readonly ok: true; readonly entries: readonly TimelineEntry[] }
  | { readonly ok: false; readonly code: ControlErrorCode; readonly message: string };
