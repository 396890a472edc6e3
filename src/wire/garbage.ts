const EXCERPT_BYTES = 24;
const TLS_ALERT = 0x15;
const TLS_HANDSHAKE = 0x16;
const TLS_MAJOR = 0x03;
const HTTP2_SETTINGS = 0x04;

/** What bytes that are no HTTP/1 response look like, for people: the beginning, and a guess where there is one. */
export function describeGarbage(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, EXCERPT_BYTES)).toString("latin1");
  const excerpt = `received ${JSON.stringify(text)}${bytes.length > EXCERPT_BYTES ? "…" : ""}`;
  const [first, second, , type] = bytes;
  if ((first === TLS_ALERT || first === TLS_HANDSHAKE) && second === TLS_MAJOR) {
    return `${excerpt}, a TLS record: the port may want https`;
  }
  if (first === 0 && second === 0 && type === HTTP2_SETTINGS) {
    return `${excerpt}, an HTTP/2 frame: the port may want HTTP/2`;
  }
  return excerpt;
}
