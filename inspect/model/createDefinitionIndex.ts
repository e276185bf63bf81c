import { edgeId } from './createEdgeReader.ts';
import { describeMachine } from './describeMachine.ts';
import type { EdgeDefinition, MachineDefinition } from './MachineDefinition.ts';
import { field } from './readActor.ts';
import { escapeKey, statesOf } from './statePaths.ts';

/** A machine of this process: its definition, and how to get from XState's own objects to the ids of edges. */
export interface IndexedMachine {
  readonly definition: MachineDefinition;
  readonly edges: ReadonlyMap<string, EdgeDefinition>;
  /** The id of the edge that delays an event of this type. */
  readonly afterEdges: ReadonlyMap<string, string>;
}

/** Definitions by machine, each made once, however many actors run it. */
export interface DefinitionIndex {
  get(config: object): IndexedMachine | undefined;
  /** The id of the edge of one of XState's transitions, as `@xstate.microstep` lists them. */
  edgeOf(transition: unknown): string | undefined;
}

/** Makes a {@link DefinitionIndex}. It keeps no machine from being collected. */
export function createDefinitionIndex(): DefinitionIndex {
  const machines = new WeakMap<object, IndexedMachine | 'none'>();
  const ids = new WeakMap<object, string>();
  return {
    get(config) {
      const known = machines.get(config);
      if (known !== undefined) return known === 'none' ? undefined : known;
      const definition = describeMachine(config);
      if (definition === undefined) {
        machines.set(config, 'none');
        return undefined;
      }
      const edges = new Map<string, EdgeDefinition>();
      const afterEdges = new Map<string, string>();
      for (const edge of [...statesOf(definition.root)].flatMap((state) => state.edges)) {
        edges.set(edge.id, edge);
        if (edge.kind === 'after') afterEdges.set(edge.event, edge.id);
      }
      const machine = { definition, edges, afterEdges };
      machines.set(config, machine);
      return machine;
    },
    edgeOf(transition) {
      if (typeof transition !== 'object' || transition === null) return undefined;
      const known = ids.get(transition);
      if (known !== undefined) return known;
      const id = identify(transition);
      if (id !== undefined) ids.set(transition, id);
      return id;
    },
  };
}

/** Its place among the transitions of its state for its event, which is how definitions number edges, too. */
function identify(transition: object): string | undefined {
  const source = field(transition, 'source');
  const event = field(transition, 'eventType');
  const path = field(source, 'path');
  if (typeof event !== 'string' || !Array.isArray(path)) return undefined;
  const transitions = field(source, 'transitions');
  const equals: unknown =
    event === '' ? field(source, 'always') : transitions instanceof Map ? transitions.get(event) : undefined;
  const index = Array.isArray(equals) ? equals.indexOf(transition) : -1;
  return index < 0 ? undefined : edgeId(path.map((key) => escapeKey(String(key))).join('.'), event, index);
}
