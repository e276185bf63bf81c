import { ConnectionError } from './ConnectionError.ts';

/** What Socket.IO can say in a packet: a comma would end the name, a question mark begin a query. */
const pattern = /^\/[^,?]*$/;

/** Whether a namespace can have this name. */
export const isNamespaceName = (name: string): boolean => pattern.test(name);

/** Says that there can be no namespace of this name. A server would drop whoever asks it for one, over and over. */
export function noNamespace(name: string, connection: string): ConnectionError {
  const meant = `/${name}`.replaceAll(/(?!^)[\s,/?]+/g, '');
  return new ConnectionError(
    'invalid-configuration',
    `${connection}: ${JSON.stringify(name)} is no namespace: a name begins with / and has neither , nor ? in it, as ${JSON.stringify(meant)}.`,
    { connection },
  );
}

/**
 * The name of a namespace, where somebody gives one; an empty one is the default namespace, as everywhere in Socket.IO.
 *
 * @throws {ConnectionError} `invalid-configuration`
 */
export function namespaceName(name: string, connection: string): string {
  if (name === '') return '/';
  if (isNamespaceName(name)) return name;
  throw noNamespace(name, connection);
}
