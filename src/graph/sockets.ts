import type { ValueType } from '../project/valueTypes.ts';
import type { ValueOfType } from './values/typeLattice.ts';

/**
 * The type of a socket: a value type, or one that is only known for each node. `Chosen`: by the attribute `dataType`,
 * else what its `Chosen` inputs are wired to, else Any. `Number`: the same among Byte, Int and Float. `Variable`: that
 * of the variable which the attribute `variable` names.
 */
export type SocketType = ValueType | 'Chosen' | 'Number' | 'Variable';

/** What a value of each socket type is in TypeScript. */
export interface ValueOfSocket extends ValueOfType {
  readonly Chosen: unknown;
  readonly Number: number;
  readonly Variable: unknown;
}

/** That a socket stands for several, numbered from 0: `input` for `input0`, `input1` … */
export interface Numbered {
  /** Their number where neither `count` nor use says otherwise. */
  readonly usual: number;
  /**
   * What tells their number: the attribute `count`, the length of the attribute `cases`, or nothing: it is fixed.
   *
   * @default 'count'
   */
  readonly by?: 'count' | 'cases' | 'fixed';
  /** Other names, by number. */
  readonly aliases?: readonly (readonly string[])[];
}

interface SocketBase {
  /** One sentence on what it carries. */
  readonly help: string;
  /** Other names that project files may use. */
  readonly aliases?: readonly string[];
  readonly numbered?: Numbered;
}

interface InputBase extends SocketBase {
  /** Must be wired or given. */
  readonly required?: true;
  /** `undefined` where it is neither wired nor given; else it is its default, or the default of its type. */
  readonly optional?: true;
  /** What its text names: checked where the file gives it, so that it need not fail when it runs. */
  readonly names?: 'namespace';
}

/** A data input. */
export type InputSocket = {
  readonly [Type in SocketType]: InputBase & {
    readonly type: Type;
    readonly default?: ValueOfSocket[Type];
  };
}[SocketType];

/** A data output. */
export interface OutputSocket extends SocketBase {
  readonly type: SocketType;
  /** @internal It is the variable itself: read where it is needed, never written by the node. */
  readonly live?: true;
}

/** A pulse input or output. */
export interface PulseSocket extends SocketBase {
  /** Where an error of the node goes to; an output `error` gets its message. */
  readonly error?: true;
}

interface AttributeBase {
  readonly help: string;
  readonly aliases?: readonly string[];
  readonly required?: true;
  /** What it names, and is checked against. */
  readonly names?: 'connection' | 'variable' | 'scene';
}

/** An attribute: fixed when the graph is loaded. */
export type AttributeSpec =
  | (AttributeBase & {
      readonly type: 'String';
      readonly choices?: readonly string[];
      readonly default?: string;
    })
  | (AttributeBase & { readonly type: 'Bool'; readonly default?: boolean })
  | (AttributeBase & {
      readonly type: 'Int';
      readonly least?: number;
      readonly most?: number;
      readonly default?: number;
    })
  | (AttributeBase & { readonly type: 'Float'; readonly default?: number })
  | (AttributeBase & {
      readonly type: 'Array';
      readonly items?: 'String';
      readonly default?: readonly unknown[];
    })
  | (AttributeBase & { readonly type: 'Any'; readonly default?: unknown });

export type InputSockets = Readonly<Record<string, InputSocket>>;
export type OutputSockets = Readonly<Record<string, OutputSocket>>;
export type PulseSockets = Readonly<Record<string, PulseSocket>>;
export type AttributeSpecs = Readonly<Record<string, AttributeSpec>>;

/** An input of a node that runs. */
export interface InputPlug<Value> {
  readonly value: Value;
}

/** An output of a node that runs. */
export interface OutputPlug<Value> {
  value: Value;
}

/** Numbered inputs of a node that runs. */
export interface NumberedInputs<Value> {
  readonly length: number;
  at(index: number): Value;
}

/** Numbered outputs of a node that runs. */
export interface NumberedOutputs<Value> {
  readonly length: number;
  set(index: number, value: Value): void;
}

/** Numbered pulse outputs. */
export interface NumberedPulses {
  readonly length: number;
  at(index: number): Pulse;
}

declare const pulseMark: unique symbol;
/** Where a node goes on: the wire of one of its pulse outputs. Returned by `run`. */
export type Pulse = number & { readonly [pulseMark]: true };

type Plug<Socket extends InputSocket> = Socket extends { readonly numbered: Numbered }
  ? NumberedInputs<ValueOfSocket[Socket['type']]>
  : InputPlug<
      ValueOfSocket[Socket['type']] | (Socket extends { readonly optional: true } ? undefined : never)
    >;

/** The inputs of a node as its `run` reads them: `inputs.name.value`. */
export type InputPlugs<Inputs extends InputSockets> = {
  readonly [Name in keyof Inputs]: Plug<Inputs[Name]>;
};

/** The outputs of a node as its `run` writes them: `outputs.name.value = …`. */
export type OutputPlugs<Outputs extends OutputSockets> = {
  readonly [Name in keyof Outputs]: Outputs[Name] extends { readonly numbered: Numbered }
    ? NumberedOutputs<ValueOfSocket[Outputs[Name]['type']]>
    : OutputPlug<ValueOfSocket[Outputs[Name]['type']]>;
};

/** Values for outputs, by name; numbered ones as a list. What is left out becomes the default of its type. */
export type OutputData<Outputs extends OutputSockets> = {
  readonly [Name in keyof Outputs]?: Outputs[Name] extends { readonly numbered: Numbered }
    ? readonly ValueOfSocket[Outputs[Name]['type']][]
    : ValueOfSocket[Outputs[Name]['type']];
};

/** The pulse outputs of a node as its `run` returns them. */
export type PulseTargets<Pulses extends PulseSockets> = {
  readonly [Name in keyof Pulses]: Pulses[Name] extends { readonly numbered: Numbered }
    ? NumberedPulses
    : Pulse;
};

type AttributeValue<Spec extends AttributeSpec> = Spec extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : ValueOfType[Spec['type']];

/** The attributes of a node, defaults filled in. */
export type AttributeValues<Specs extends AttributeSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends
    | { readonly required: true }
    | { readonly default: unknown }
    ? AttributeValue<Specs[Name]>
    : AttributeValue<Specs[Name]> | undefined;
};
