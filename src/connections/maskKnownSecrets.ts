import { maskValues } from '../links/maskValues.ts';
import { secretValues } from '../links/secretValues.ts';
import type { ConnectionConfig } from './ConnectionConfig.ts';

/**
 * Makes what takes the secrets of a configuration out of texts by their values, wherever they turn up. What is said of a
 * connection's own errors needs it no more: links have done so with what servers say.
 *
 * @param isSecretName - whether a value of this name is a secret even where something else is called so; of the URL's
 * query only these are
 */
export function maskKnownSecrets(
  config: ConnectionConfig,
  isSecretName: (name: string) => boolean,
): (text: string) => string {
  return maskValues(secretValues(config, { isSecretName }));
}
