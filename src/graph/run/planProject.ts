import { valueFromFile } from '../../project/valueTypes.ts';
import type { Project } from '../../project/projectSchema.ts';
import type { ResolvedProject } from '../check/checkGraphs.ts';
import type { ResolvedGraph } from '../check/ResolvedGraph.ts';
import { planGraph, type GraphPlan } from './planGraph.ts';

/** A project ready to run. */
export interface ProjectPlan {
  readonly project: GraphPlan;
  /** By name. */
  readonly scenes: ReadonlyMap<string, GraphPlan>;
  readonly variableSlots: ReadonlyMap<string, number>;
  /** All values: those of the variables first, then graph by graph. */
  readonly values: unknown[];
  /** Plans a graph once more, over values of its own. */
  planAgain(plan: GraphPlan): GraphPlan;
}

/** Plans the graphs of a project, one behind the other over one list of values. */
export function planProject(project: Project, graphs: ResolvedProject): ProjectPlan {
  const variableSlots = new Map(project.variables.map(({ name }, slot) => [name, slot]));
  const values = project.variables.map(({ type, initialValue }) => valueFromFile(type, initialValue));
  const plan = (graph: ResolvedGraph): GraphPlan => {
    const made = planGraph(graph, values.length, variableSlots);
    for (const value of made.initial) values.push(value);
    return made;
  };
  const [own, ...ofScenes] = graphs.map(plan);
  return {
    project: own ?? plan({ scene: undefined, nodes: [] }),
    scenes: new Map(ofScenes.map((scene) => [scene.graph.scene ?? '', scene])),
    variableSlots,
    values,
    planAgain: ({ graph }) => plan(graph),
  };
}
