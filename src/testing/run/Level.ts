import type { ConnectionModel, ConnectionModelOptions } from '../model/connectionModel.ts';
import type { System } from './System.ts';
import type { TrialOptions } from './Trial.ts';

/** Where connections are tried: in simulation, or on real servers. One model serves all levels. */
export interface Level extends TrialOptions {
  /** Fits a model to what there is: a version's protocol, what can be made to happen. Default: as it is. */
  adapt?(options: ConnectionModelOptions): ConnectionModelOptions;
  /** Makes a connection of its own for one trial. */
  create(model: ConnectionModel): System | Promise<System>;
}
