import * as assert from 'uvu/assert';
import type { Connection } from '../../src/connections/Connection.ts';
import { live } from '../connections/live.ts';
import { suite } from '../suite.ts';
import { hostilePackets } from './packets.ts';
import { rawServer, type RawKind } from './rawServer.ts';
import { witness } from './witness.ts';

/** The packet may itself be the acknowledgement of the request, and not a good one: then the next one counts. */
async function checkHealth(connection: Connection, packet: string): Promise<void> {
  if ((await connection.request('health')) === 'ok') return;
  assert.is(await connection.request('health'), 'ok', JSON.stringify(packet));
}

/**
 * Sends every hostile packet, or those of some groups, to joined connections of one kind: they outlive it, or are made
 * anew.
 */
export function packetSuite(kind: RawKind, groups = Object.keys(hostilePackets)): void {
  suite(`hostile packets over ${kind.protocol}, ${kind.transport}`, (test) => {
    for (const name of groups) {
      const packets = hostilePackets[name] ?? [];
      test(name, async (context) => {
        witness(context);
        const server = await rawServer(context, kind);
        const { connection } = live(context, {
          url: server.url,
          protocol: kind.protocol,
          transports: [kind.transport],
          reconnectionDelay: 1,
          reconnectionDelayMax: 1,
          delivery: 'atLeastOnce',
          ackTimeout: 300,
          retries: 5,
        });
        connection.subscribe('x', () => {});
        connection.subscribe('*', () => {});
        connection.start();
        await connection.connected();
        for (const packet of packets) {
          server.sessions.at(-1)?.send(packet);
          await checkHealth(connection, packet);
        }
        assert.ok(connection.isConnected);
      });
    }
  });
}
