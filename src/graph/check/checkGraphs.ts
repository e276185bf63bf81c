import { childPointer } from '../../project/pointer.ts';
import type { Logic, Project } from '../../project/projectSchema.ts';
import type { Report } from '../../project/Report.ts';
import { shorten } from '../../project/shorten.ts';
import type { NodeRegistry } from '../nodeRegistry.ts';
import { createFindings } from './Findings.ts';
import { findDataCycles } from './findDataCycles.ts';
import { findUnreachable } from './findUnreachable.ts';
import { resolveGraph, type GraphSurroundings } from './resolveGraph.ts';
import type { ResolvedGraph } from './ResolvedGraph.ts';

/** The graphs of a project, checked: its own first, then those of the scenes. */
export type ResolvedProject = readonly ResolvedGraph[];

/** Checks the graphs of a project, into the report of its file. Only what has no errors can run. */
export function checkGraphs(project: Project, registry: NodeRegistry, report: Report): ResolvedProject {
  const findings = createFindings(report);
  const graphs: { readonly logic: Logic; readonly scene: string | undefined; readonly pointer: string }[] = [
    { logic: project.logic, scene: undefined, pointer: '/logic' },
    ...project.scenes.map(({ logic, name }, index) => ({
      logic,
      scene: name,
      pointer: childPointer('/scenes', index, 'logic'),
    })),
  ];
  const surroundings: GraphSurroundings = {
    registry,
    isSocketioActivated: project.plugins.socketio.activated,
    variableTypes: new Map(project.variables.map(({ name, type }) => [name, type])),
    names: {
      connections: connectionNames(project),
      variables: new Map(project.variables.map((variable) => [variable.name, variable])),
      scenes: new Set(project.scenes.map(({ name }) => name)),
    },
    graphsWith: findGraphs(graphs),
  };
  return graphs.map(({ logic, scene, pointer }) => {
    const graph = resolveGraph(logic, scene, pointer, surroundings, findings);
    findDataCycles(graph.nodes, findings);
    findUnreachable(graph.nodes, findings);
    return graph;
  });
}

/** None where the plugin is off and its settings are taken out: that their names are unknown would be no news. */
function connectionNames({ plugins, settings }: Project): ReadonlySet<string> | undefined {
  const { connections } = settings.socketio;
  if (!plugins.socketio.activated && connections.length === 0) return undefined;
  return new Set(connections.map(({ name }) => name));
}

/** By id: the graphs that have such a node. Made when it is first asked for. */
function findGraphs(
  graphs: readonly { readonly logic: Logic; readonly scene: string | undefined }[],
): (id: string) => readonly string[] {
  let places: Map<string, string[]> | undefined;
  return (id) => {
    if (places === undefined) {
      places = new Map();
      for (const { logic, scene } of graphs) {
        const place =
          scene === undefined ? 'the project’s own graph' : `the graph of the scene "${shorten(scene)}"`;
        for (const node of logic.nodes) {
          const known = places.get(node.id);
          if (known === undefined) places.set(node.id, [place]);
          else known.push(place);
        }
      }
    }
    return places.get(id) ?? [];
  };
}
