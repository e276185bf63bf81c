/** Models that reach nothing which the others do not, only in more ways: left for `npm run verify:full`. */
export const thorough: readonly string[] = [
  'a connection to a known protocol',
  'a namespace that is listened to',
  'a connection that is sent over after it was suspended',
];
