import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { ConnectionError } from '../../../machines/ConnectionError.ts';
import type { TlsConfig } from '../LinkConfig.ts';

/** TLS options as `node:tls` takes them. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly pfx?: Buffer;
  readonly passphrase?: string;
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
}

async function readTlsFile(option: string, path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConnectionError(
      'invalid-configuration',
      `\`tls.${option}\` cannot be read (${reason}): it takes ${option === 'pfx' ? 'the path of a PKCS#12 file' : 'PEM text or the path of a PEM file'}.`,
      { cause: error },
    );
  });
}

const isPem = (text: string): boolean => text.includes('-----BEGIN ');

async function pem(option: 'ca' | 'cert' | 'key', value: string): Promise<string> {
  return isPem(value) ? value : (await readTlsFile(option, value)).toString();
}

/**
 * Reads the files a TLS configuration names.
 *
 * @throws {ConnectionError} (a rejection) `invalid-configuration` for what cannot be read or used
 */
export async function readTlsMaterial(config: TlsConfig): Promise<TlsMaterial> {
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = config;
  const material: TlsMaterial = {
    ...(ca !== undefined && { ca: await pem('ca', ca) }),
    ...(cert !== undefined && { cert: await pem('cert', cert) }),
    ...(key !== undefined && { key: await pem('key', key) }),
    ...(pfx !== undefined && { pfx: await readTlsFile('pfx', pfx) }),
    ...(passphrase !== undefined && { passphrase }),
    ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
    ...(servername !== undefined && { servername }),
  };
  try {
    createSecureContext(material);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConnectionError(
      'invalid-configuration',
      `\`tls\` cannot be used (${reason}): check that \`ca\`, \`cert\` and \`key\` are PEM, that \`pfx\` is PKCS#12, and \`passphrase\`.`,
      { cause: error },
    );
  }
  return material;
}
