import type { EdgeDefinition, StateDefinition } from '../../model/MachineDefinition.ts';
import type { PlacedToken } from './flowText.ts';

/** How much of a statechart's text is drawn. */
export type ChartDetail = 'events' | 'guards' | 'actions';

export interface ChartOptions {
  readonly detail: ChartDetail;
  /** Paths of compound states that are drawn closed. */
  readonly collapsed: readonly string[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** A state in its place. Coordinates are those of the whole drawing. */
export interface DrawnState extends Box {
  readonly path: string;
  readonly state: StateDefinition;
  /** How deep in others; the root is 0. */
  readonly depth: number;
  /** Whether it is one of the regions of a parallel state. */
  readonly isRegion: boolean;
  readonly isCollapsed: boolean;
  readonly text: readonly PlacedToken[];
  /** Height of the title, which is set apart. */
  readonly titleHeight: number;
}

/** All edges from one state to another: one line, one label. */
export interface DrawnBundle {
  readonly id: string;
  readonly edges: readonly EdgeDefinition[];
  /** Where the label sits on the line; without text there is none. */
  readonly label: Box | null;
  readonly text: readonly PlacedToken[];
  /** One for each target: an edge into parallel regions has several. */
  readonly lines: readonly (readonly Point[])[];
}

/** The dot and arrow to the state that is entered first. */
export interface InitialMarker {
  readonly path: string;
  readonly from: Point;
  readonly to: Point;
}

/** A statechart, ready to be drawn. */
export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  /** Outer before inner, so that inner ones are drawn on top. */
  readonly states: readonly DrawnState[];
  readonly bundles: readonly DrawnBundle[];
  readonly initials: readonly InitialMarker[];
  /** Where edges begin that lead from anywhere in a state to a state in it. */
  readonly stubs: readonly Stub[];
}

/** A small ring inside a state: from wherever in it. */
export interface Stub extends Point {
  readonly id: string;
  readonly path: string;
}
