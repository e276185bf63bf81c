import type { Clock } from '../../machines/Clock.ts';
import type { Detour, Platform } from './platform/Platform.ts';
import type { SecretHolder } from './secretValues.ts';
import type { ServerAddress } from './serverAddress.ts';

/** A packet of Socket.IO that has come, as far as both protocols have it. */
export interface SeenPacket {
  readonly type: number;
  /** The namespace. */
  readonly nsp: string;
  readonly id?: number | undefined;
}

/** What every link of one connection is made from. */
export interface LinkSettings {
  readonly config: SecretHolder;
  readonly address: ServerAddress;
  readonly platform: Platform;
  readonly clock: Clock;
  readonly detour?: Detour | undefined;
  readonly onPacket?: ((packet: SeenPacket) => void) | undefined;
}
