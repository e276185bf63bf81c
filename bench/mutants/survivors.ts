/** Mutants that the generated tests do not catch, most of them equal to the original: each with the reason. */
export const survivors: Readonly<Record<string, string>> = {
  'connection.connecting begins in probing':
    'equivalent: whatever leads to connecting names the state within',
  'connection.stopped begins in closing': 'equivalent: whatever leads to stopped names the state within',
  'connection.connected on link.closed #1: without closeLink (2)':
    'equivalent: the entry of stopped.failed closes the link as well',
  'connection.connected on link.closed #2: without closeLink (2)':
    'equivalent: the entry of stopped.failed closes the link as well',
  'connection.stopped on start #1: without disposeLink (4)':
    'a second safety: a link keeps its own lives apart, of which test/links sees to it',
  'connection.stopped on start #2: without noteEngineClosed (3)':
    'equivalent: the protocol is forgotten only with an engine that has closed',
  'namespace.joining.waiting always #1: removed':
    'equivalent but for its cost: without the short way nobody is asked for credentials, and the same join follows',
  'namespace.denied on join: without keep (1)':
    'told apart only where listeners alone wanted the namespace that was denied: the paths come to a denial by joins',
};
