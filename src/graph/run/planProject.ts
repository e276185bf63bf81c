import { valueFromFile } from '../../project/valueTypes.ts';
import type { Project } from '../../project/projectSchema.ts';
import type { ResolvedProject } from '../check/checkGraphs.ts';
import { planGraph, type GraphPlan } from './planGraph.ts';

/** A project ready to run. */
export interface ProjectPlan {
  readonly project: GraphPlan;
  /** By name. */
  readonly scenes: ReadonlyMap<string, GraphPlan>;
  readonly variableSlots: ReadonlyMap<string, number>;
  /** All values: those of the variables first, then graph by graph. */
  readonly values: unknown[];
}

/** Plans the graphs of a project, one behind the other over one list of values. */
export function planProject(project: Project, graphs: ResolvedProject): ProjectPlan {
  const variableSlots = new Map(project.variables.map(({ name }, slot) => [name, slot]));
  const values = project.variables.map(({ type, initialValue }) => valueFromFile(type, initialValue));
  const plans: GraphPlan[] = [];
  for (const graph of graphs) {
    const plan = planGraph(graph, values.length, variableSlots);
    plans.push(plan);
    for (const value of plan.initial) values.push(value);
  }
  const [own, ...ofScenes] = plans;
  return {
    project: own ?? planGraph({ scene: undefined, nodes: [] }, values.length, variableSlots),
    scenes: new Map(ofScenes.map((plan) => [plan.graph.scene ?? '', plan])),
    variableSlots,
    values,
  };
}
