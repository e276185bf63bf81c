import type { ConnectionModel } from '../model/connectionModel.ts';
import type { Level } from './Level.ts';
import { beginTrial, type Trial } from './Trial.ts';

/** Tries a connection of its own, made for it and disposed of whatever comes of it. */
export async function withTrial(
  model: ConnectionModel,
  level: Level,
  live: (trial: Trial) => Promise<void>,
): Promise<void> {
  const system = await level.create(model);
  try {
    await live(beginTrial(model, system, level));
  } finally {
    await system.dispose();
  }
}
