/** Why and where a text is no JSON. Thrown within the parser only. */
export class JsonProblem extends Error {
  /** Offset in the text. */
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}
