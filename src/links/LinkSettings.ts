import type { Clock } from '../../machines/Clock.ts';
import type { LinkConfig } from './LinkConfig.ts';
import type { Platform } from './platform/Platform.ts';
import type { ServerAddress } from './serverAddress.ts';

/** What every link of one connection is made from. */
export interface LinkSettings {
  readonly config: LinkConfig;
  readonly address: ServerAddress;
  readonly platform: Platform;
  readonly clock: Clock;
}
