import { createActor } from 'xstate';
import { connectionMachine } from '../../machines/connection.ts';
import type { ConnectionConfig } from './ConnectionConfig.ts';
import { ConnectionFace } from './ConnectionFace.ts';
import { connectionInput, type ConnectionSurroundings } from './connectionInput.ts';

/** Makes a connection and starts its actor, which is idle until `start`, whatever `autostart` says. */
export function createConnection(
  config: ConnectionConfig,
  surroundings: ConnectionSurroundings = {},
): ConnectionFace {
  const { clock } = surroundings;
  const actor = createActor(connectionMachine, {
    id: config.name,
    input: { ports: connectionInput(config, surroundings).ports },
    ...(clock !== undefined && { clock }),
  });
  const face = new ConnectionFace(actor);
  actor.start();
  return face;
}
