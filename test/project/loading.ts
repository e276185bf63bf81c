import type { Diagnostic } from '../../src/project/Diagnostic.ts';
import { loadProject, type LoadedProject } from '../../src/project/loadProject.ts';
import type { Project } from '../../src/project/projectSchema.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Loads a document that is given as a value. */
export function load(document: unknown, environment: Environment = {}): LoadedProject {
  return loadProject(JSON.stringify(document), { environment });
}

/** `code pointer` of each finding, warnings with a leading `~`. */
export function briefly(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(
    ({ severity, code, pointer }) => `${severity === 'warning' ? '~' : ''}${code} ${pointer}`,
  );
}

/** What is found in a document, briefly. */
export function findings(document: unknown, environment: Environment = {}): string[] {
  return briefly(load(document, environment).diagnostics);
}

/** The only finding of a document. */
export function onlyFinding(document: unknown, environment: Environment = {}): Diagnostic {
  const { diagnostics } = load(document, environment);
  const [first] = diagnostics;
  if (first === undefined || diagnostics.length !== 1) {
    throw new Error(`expected one finding, got ${JSON.stringify(diagnostics)}`);
  }
  return first;
}

/** The project of a document that has no error. */
export function projectOf(document: unknown, environment: Environment = {}): Project {
  const { project, diagnostics } = load(document, environment);
  if (project === undefined || diagnostics.some(({ severity }) => severity === 'error')) {
    throw new Error(`expected no errors, got ${JSON.stringify(diagnostics)}`);
  }
  return project;
}

/** A project with one connection: a good one, and what is said of it beyond. */
export function withConnection(options: object): object {
  return { settings: { socketio: { connections: [{ name: 'demo', url: 'http://127.0.0.1', ...options }] } } };
}

/** Where that connection stands. */
export const connectionPointer = '/settings/socketio/connections/0';

/** The project file that the documentation shows. */
export const exampleText = `{
  "name": "hello",
  "plugins": { "socketio": { "activated": true } },
  "settings": {
    "socketio": {
      "connections": [{ "name": "demo", "url": "http://127.0.0.1", "port": 3000, "auth": { "token": "\${DEMO_TOKEN:-guest}" } }]
    }
  },
  "variables": [{ "name": "count", "type": "Int", "initialValue": 0 }],
  "logic": {
    "nodes": [
      { "id": "init", "type": "event/onInitialize", "pulses": { "out": "start.in" } },
      { "id": "start", "type": "socketio/start", "attributes": { "configuration": "demo" } },
      { "id": "started", "type": "socketio/onStart", "attributes": { "configuration": "demo" }, "pulses": { "out": "sub.in" } },
      { "id": "sub", "type": "socketio/subscribe", "attributes": { "configuration": "demo" }, "inputs": { "eventName": { "value": "hello" } } },
      { "id": "heard", "type": "socketio/onReceive", "attributes": { "configuration": "demo" }, "pulses": { "out": "print.in" } },
      { "id": "print", "type": "development/console", "inputs": { "input": { "from": "heard.message" } } }
    ]
  },
  "scenes": [{ "name": "main", "logic": { "nodes": [] } }]
}
`;
