/** The names that a namespace can have: a comma would end the name on the wire, a question mark begin a query. */
export const namespaceForm = {
  pattern: /^\/[^,?]*$/,
  takes: 'a namespace that begins with /, without , and ?',
} as const;

/** Puts a slash before a path or namespace that lacks it. */
export const withSlash = (value: unknown): string[] =>
  typeof value === 'string' && /^[^/\s,?#][^\s,?#]{0,99}$/.test(value) ? [`/${value}`] : [];
