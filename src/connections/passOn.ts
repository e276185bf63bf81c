import { ConnectionError, type ConnectionErrorData } from '../../machines/ConnectionError.ts';
import type { ConnectionNotice } from '../../machines/ConnectionNotice.ts';
import type { ConnectionEvents } from './Connection.ts';
import type { EventHub } from './EventHub.ts';

/** The error that data tell of. */
export function toError({ code, message, phase: _phase, ...options }: ConnectionErrorData): ConnectionError {
  return new ConnectionError(code, message, options);
}

/** Passes a notice of the actor's on to the face's listeners. */
export function passOn(hub: EventHub<ConnectionEvents>, notice: ConnectionNotice): void {
  switch (notice.type) {
    case 'connection.started':
      return hub.emit('started', { reconnected: notice.reconnected, recovered: notice.recovered });
    case 'connection.stopped':
      return hub.emit('stopped', { reason: notice.reason });
    case 'connection.error':
      return hub.emit('error', toError(notice.error));
    case 'connection.dropped':
      return hub.emit('dropped', {
        namespace: notice.namespace,
        eventName: notice.eventName,
        reason: notice.reason,
      });
    case 'connection.subscribed':
      return hub.emit('subscribed', { namespace: notice.namespace, eventName: notice.eventName });
    case 'connection.unsubscribed':
      return hub.emit('unsubscribed', { namespace: notice.namespace, eventName: notice.eventName });
    case 'connection.namespace':
      return hub.emit('namespace', {
        namespace: notice.namespace,
        state: notice.state,
        reason: notice.reason,
      });
    case 'connection.gap':
      return hub.emit('gap', { namespace: notice.namespace });
    case 'connection.lost':
      // Told as a change of state already.
      return undefined;
    case 'connection.message':
      // For machines that listen without a listener; a face's listeners get the message itself.
      return undefined;
  }
}
