const longestName = 80;

/**
 * A name of the file as a message shows it: whole as a rule, cut where it is longer than any name that people give. A
 * file may hold one of many megabytes, and each finding would hold it again.
 */
export function shorten(name: string, longest = longestName): string {
  if (name.length <= longest) return name;
  // The halves of a character of two code units stay together.
  const last = name.charCodeAt(longest - 1);
  return `${name.slice(0, last >= 0xd800 && last <= 0xdbff ? longest - 1 : longest)}…`;
}
