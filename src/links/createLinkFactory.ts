import { systemClock, type Clock } from '../../machines/Clock.ts';
import type { CreateLink, Probe } from '../../machines/Link.ts';
import { createLinkV2 } from './createLinkV2.ts';
import { createLinkV4 } from './createLinkV4.ts';
import { createProbe } from './createProbe.ts';
import type { LinkSettings } from './LinkSettings.ts';
import { platform } from './platform/node.ts';
import type { SecretHolder } from './secretValues.ts';
import { serverAddress } from './serverAddress.ts';

/** What a connection needs to reach its server. */
export interface LinkFactory {
  readonly createLink: CreateLink;
  readonly probe: Probe;
}

/**
 * Makes what a connection needs to reach the server of a configuration. Nothing is opened and no library of another
 * protocol is loaded before it is asked for.
 *
 * @param config - where it is a whole connection's, its `auth` is known, and no error repeats it
 * @param watching - for tests: another way through the network, and who sees every packet that comes
 * @throws {ConnectionError} `invalid-configuration`, naming the option and what it takes
 * @example
 * const { createLink, probe } = createLinkFactory({ url: 'https://example.com' });
 */
export function createLinkFactory(
  config: SecretHolder,
  clock: Clock = systemClock,
  watching: Pick<LinkSettings, 'detour' | 'onPacket'> = {},
): LinkFactory {
  const address = serverAddress(config);
  platform.check(config);
  const settings: LinkSettings = { ...watching, config, address, platform, clock };
  return {
    createLink: (protocol, handlers) =>
      protocol === 'v2' ? createLinkV2(settings, handlers) : createLinkV4(settings, handlers),
    probe: createProbe(settings),
  };
}
