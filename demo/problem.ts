/** A request that cannot be served, and what its sender can do: becomes the JSON `{error, hint}`. */
export class RequestProblem extends Error {
  readonly status: number;
  readonly hint: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    error: string,
    hint: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(error);
    this.name = "RequestProblem";
    this.status = status;
    this.hint = hint;
    this.headers = headers;
  }
}
