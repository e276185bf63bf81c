import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * Whether a host is the machine that this runs on: a loopback address, one of its own addresses, or a name that stands
 * for such addresses alone. A name that cannot be looked up is not.
 */
export async function isThisMachine(host: string): Promise<boolean> {
  if (isIP(host) !== 0) return isOwn(host);
  const addresses = await lookup(host, { all: true }).catch(() => []);
  return addresses.length > 0 && addresses.every(({ address }) => isOwn(address));
}

function isOwn(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  // Who connects to an address that is none reaches the machine that he is on.
  if (plain.startsWith('127.') || ['::1', '0.0.0.0', '::'].includes(plain)) return true;
  return Object.values(networkInterfaces())
    .flat()
    .some((own) => own?.address === plain);
}
