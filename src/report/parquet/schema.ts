/** Physical types of Parquet that the samples use (parquet-format, `enum Type`). */
export const PHYSICAL = {
  boolean: 0,
  int32: 1,
  int64: 2,
  float: 4,
  double: 5,
  string: 6,
} as const;

/** Encodings of Parquet that the samples use (parquet-format, `enum Encoding`). */
export const ENCODING = { plain: 0, rle: 3, dictionary: 8 } as const;

/** Name and major version of the samples file, in its key-value metadata. */
export const SAMPLES_SCHEMA = "kneepoint.samples/1";

/** A column of `samples.parquet`. */
export interface ColumnSpec {
  readonly name: string;
  readonly type: keyof typeof PHYSICAL;
  /** True where a value can be absent. */
  readonly optional: boolean;
  /** Unit for the reader of the file; empty for names, numbers of things and flags. */
  readonly unit: string;
}

const MS = "milliseconds";
const SINCE_START = "milliseconds since the start of the measured window (warm-up is negative)";

/** Columns of `samples.parquet` in file order; a row group delivers its chunks in the same order. */
export const COLUMNS: readonly ColumnSpec[] = [
  required("sequence", "int64"),
  required("worker", "int32"),
  required("connection", "int32"),
  optional("intended_ms", "double", SINCE_START),
  optional("sent_ms", "double", SINCE_START),
  optional("first_byte_ms", "double", SINCE_START),
  optional("done_ms", "double", SINCE_START),
  optional("response_ms", "float", MS),
  optional("service_ms", "float", MS),
  optional("lateness_ms", "float", MS),
  optional("queued_ms", "float", MS),
  optional("dns_ms", "float", MS),
  optional("connect_ms", "float", MS),
  optional("tls_ms", "float", MS),
  optional("upload_ms", "float", MS),
  required("outcome", "string"),
  optional("status", "int32"),
  required("payload", "int32"),
  required("bytes_out", "int64", "bytes"),
  required("bytes_in", "int64", "bytes"),
  required("warmup", "boolean"),
  required("reused", "boolean"),
  required("reuse_race", "boolean"),
  optional("payload_bytes", "int64", "bytes"),
  optional("dimension", "double"),
];

function required(name: string, type: ColumnSpec["type"], unit: string = ""): ColumnSpec {
  return { name, type, optional: false, unit };
}

function optional(name: string, type: ColumnSpec["type"], unit: string = ""): ColumnSpec {
  return { name, type, optional: true, unit };
}
