/** Transitions that no real server can be made to cause through a proxy, whatever its version: each with the reason. */
export const notProvokable: Readonly<Record<string, string>> = {
  'connection.connecting.opening link.closed #1':
    'an engine that opens and then turns out to be of another protocol: a server of one version is of one protocol',
  'namespace.joining.requesting disconnected':
    'the client libraries do not tell of a disconnection from a namespace that they have not joined',
};
