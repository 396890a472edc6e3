import { type Problem, UserError } from "../contracts/errors.ts";

/** Mistakes from several readers, each once, to be shown together. */
export class Problems {
  #problems: Problem[];
  readonly #ignored: ((problem: Problem) => boolean)[] = [];

  constructor(problems: readonly Problem[] = []) {
    this.#problems = [...problems];
  }

  add(problems: readonly Problem[]): void {
    this.#problems.push(...problems);
  }

  /** What follows from another mistake is none of its own. */
  ignore(follows: (problem: Problem) => boolean): void {
    this.#ignored.push(follows);
  }

  /** What `read` gives; undefined when it throws a UserError, whose problems are kept. */
  collect<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.add(error.problems);
      return undefined;
    }
  }

  get any(): boolean {
    return this.#kept().length > 0;
  }

  toError(): UserError {
    return new UserError(this.#kept());
  }

  #kept(): Problem[] {
    return this.#problems.filter((problem) => !this.#ignored.some((follows) => follows(problem)));
  }
}
