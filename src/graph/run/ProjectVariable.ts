import type { ValueType } from '../../project/valueTypes.ts';
import type { Variable } from '../ProjectServices.ts';
import { Signal } from '../Signal.ts';

/** A variable over the slot of its value. */
export class ProjectVariable implements Variable {
  readonly name: string;
  readonly type: ValueType;
  readonly set = new Signal<unknown>();
  readonly changed = new Signal<unknown>();
  readonly #values: unknown[];
  readonly #slot: number;

  constructor(name: string, type: ValueType, values: unknown[], slot: number) {
    this.name = name;
    this.type = type;
    this.#values = values;
    this.#slot = slot;
  }

  get value(): unknown {
    return this.#values[this.#slot];
  }

  set value(value) {
    this.#values[this.#slot] = value;
  }

  get isWatched(): boolean {
    return this.set.size > 0 || this.changed.size > 0;
  }
}
