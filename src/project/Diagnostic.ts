interface DiagnosticFacts {
  /** What a finding of this code is, unless it says otherwise. */
  readonly severity: 'error' | 'warning';
  readonly meaning: string;
}

const define = <Codes extends Record<string, DiagnosticFacts>>(codes: Codes): Codes => codes;

/** Every code that a check of a project file can give, with what it means: the one table behind the documents. */
export const diagnosticCodes = define({
  'unreadable-file': {
    severity: 'error',
    meaning: 'The file is not there, is no file, or may not be read.',
  },
  'invalid-json': {
    severity: 'error',
    meaning:
      'The text is no JSON, or no UTF-8; the message names line and column. Also: larger than 16 MB, nested too deep.',
  },
  'invalid-shape': {
    severity: 'error',
    meaning: 'A part is missing, unknown, doubled, or of a kind or size that it cannot have.',
  },
  'invalid-url': {
    severity: 'error',
    meaning: 'A URL that no connection can be made with, or that holds what belongs into another option.',
  },
  'missing-environment': {
    severity: 'error',
    meaning: 'A `${NAME}` without default, and the environment has no such variable.',
  },
  'duplicate-id': {
    severity: 'error',
    meaning: 'Two nodes of one graph, two variables or two scenes bear the same name.',
  },
  'duplicate-connection': { severity: 'error', meaning: 'Two connections bear the same name.' },
  'plugin-deactivated': {
    severity: 'error',
    meaning: 'Settings or nodes of a plugin are used while it is deactivated.',
  },
  'unknown-node-type': { severity: 'error', meaning: 'No node has this type.' },
  'unknown-attribute': { severity: 'error', meaning: 'The node has no such attribute.' },
  'unknown-socket': { severity: 'error', meaning: 'The node has no such input, output or pulse.' },
  'unknown-node': { severity: 'error', meaning: 'A wire names a node that its graph does not have.' },
  'unknown-connection': {
    severity: 'error',
    meaning: 'A node names a connection that the settings do not have.',
  },
  'unknown-variable': {
    severity: 'error',
    meaning: 'A node names a variable that the project does not have.',
  },
  'unknown-scene': { severity: 'error', meaning: 'A node names a scene that the project does not have.' },
  'type-mismatch': {
    severity: 'error',
    meaning: 'A wire or a value is of a type that the input does not take.',
  },
  'missing-input': {
    severity: 'error',
    meaning: 'An input or attribute that the node cannot do without is not given.',
  },
  'data-cycle': { severity: 'error', meaning: 'Data wires form a cycle.' },
  'out-of-scope': { severity: 'error', meaning: 'The node may not stand in this graph.' },
  'unreachable-node': { severity: 'warning', meaning: 'No pulse can ever reach the node.' },
  'port-conflict': { severity: 'warning', meaning: '`port` and the port in `url` differ; `port` wins.' },
});

/** What kind of finding it is: public and stable. */
export type DiagnosticCode = keyof typeof diagnosticCodes;

/** One finding of a check, as data. */
export interface Diagnostic {
  /** An error keeps the project from running, a warning does not. */
  severity: 'error' | 'warning';
  code: DiagnosticCode;
  /** JSON pointer (RFC 6901) of the place; empty for the whole document. */
  pointer: string;
  /** What is wrong there and what to do about it, for people. Holds no value that came from the environment. */
  message: string;
  /** What could be meant: names or values to put there instead, the nearest first. */
  suggestions: string[];
}

/**
 * The line that people read: `error CODE at /json/pointer: message`. Always one line; the whole document is `/`.
 *
 * @example
 * for (const diagnostic of diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
 */
export function formatDiagnostic({ severity, code, pointer, message }: Diagnostic): string {
  return `${severity} ${code} at ${onOneLine(pointer === '' ? '/' : pointer)}: ${onOneLine(message)}`;
}

/** Whether any of them keeps the project from running. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** Replaces what would break the line, or drive a terminal, by its escape. */
function onOneLine(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (found) => `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
