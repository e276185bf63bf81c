/** Models that reach nothing which the others do not, only in more ways: left for `npm run verify:full`. */
export const thorough: readonly string[] = [
  'a connection to a known protocol',
  'a namespace that is listened to',
  'a connection that is sent over',
];

/** The same, on real servers: their paths cause what those of the others do. */
export const thoroughOnServers: readonly string[] = [
  'a connection to a known protocol',
  'a namespace that is asked for when all is over',
  'a connection of two namespaces',
  'a namespace that is listened to',
  'a connection that is sent over',
];
