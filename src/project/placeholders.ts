/** What became of a text with placeholders. */
export interface FilledText {
  readonly text: string;
  /** Variables that are not set and have no default, each once. */
  readonly missing: readonly string[];
  /** What is wrong with a placeholder itself. Holds no value of the environment. */
  readonly problem?: string;
  /** Variables that it names, each once. */
  readonly names: readonly string[];
  /** Whether it consists of one placeholder and nothing else. */
  readonly isWhole: boolean;
}

/** A filled text is at most so long: placeholders repeated in a large file could add up to any size. */
const longestText = 1 << 20;
const longestName = 200;
const nameAtStart = /^[A-Za-z_][A-Za-z0-9_]*/;

/** Whether a text holds anything that {@link fillPlaceholders} would touch. */
export function hasPlaceholder(text: string): boolean {
  return text.includes('${');
}

/**
 * Fills `${NAME}` and `${NAME:-default}` from the environment. As in a shell, the default also counts where the
 * variable is set but empty; it may be empty itself, and goes up to the next `}`. `$${` stands for a plain `${`. What
 * is filled in is not looked at again.
 *
 * @example
 * fillPlaceholders('Bearer ${TOKEN:-guest}', {}).text; // 'Bearer guest'
 */
export function fillPlaceholders(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): FilledText {
  const missing = new Set<string>();
  const names = new Set<string>();
  let result = '';
  let from = 0;
  let isWhole = false;
  const found = (problem?: string): FilledText => ({
    text: problem === undefined ? result : '',
    missing: [...missing],
    ...(problem !== undefined && { problem }),
    names: [...names],
    isWhole,
  });

  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', from)) {
    if (at > from && text[at - 1] === '$') {
      result += `${text.slice(from, at - 1)}\${`;
      from = at + 2;
    } else {
      const end = text.indexOf('}', at);
      if (end < 0) return found('A ${ is not closed by a }. A plain ${ is written $${.');
      const body = text.slice(at + 2, end);
      const name = nameAtStart.exec(body.slice(0, longestName))?.[0];
      const rest = body.slice(name?.length);
      if (name === undefined || (rest !== '' && !rest.startsWith(':-'))) return found(malformed(body));
      const fallback = rest === '' ? undefined : rest.slice(2);
      if (fallback?.includes('${')) {
        return found(`The default of ${name} holds a placeholder itself: only plain text may stand there.`);
      }
      names.add(name);
      const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
      const filled = value === '' ? (fallback ?? '') : (value ?? fallback);
      if (filled === undefined) missing.add(name);
      result += text.slice(from, at) + (filled ?? '');
      from = end + 1;
      isWhole = at === 0 && from === text.length;
    }
    if (result.length > longestText) return found('With its placeholders filled in it is longer than 1 MiB.');
  }
  result += text.slice(from);
  return found();
}

function malformed(body: string): string {
  const name = nameAtStart.exec(body.slice(0, longestName))?.[0];
  const form = 'A placeholder is written ${NAME} or ${NAME:-default}, the name in letters, digits and _';
  const hint =
    name !== undefined && body.startsWith('-', name.length)
      ? ` (a colon stands before the -: \${${name}:-…})`
      : '';
  return `${form}${hint}. A plain \${ is written $\${.`;
}
