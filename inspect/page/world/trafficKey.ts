import type { TrafficCount } from '../../model/Traffic.ts';

/** Names a counter. */
export function trafficKey({
  connection,
  namespace,
  event,
  direction,
}: Pick<TrafficCount, 'connection' | 'namespace' | 'event' | 'direction'>): string {
  return [connection, namespace, direction, event].join('\n');
}
