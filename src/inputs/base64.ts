const ALPHABET = Buffer.from(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
  "latin1",
);
const PAD = 0x3d;

/** Lays the base64 form (RFC 4648 §4, with padding) of a few bytes at `at`, without garbage. */
export function layBase64(raw: Uint8Array, target: Uint8Array, at: number): void {
  let out = at;
  for (let i = 0; i < raw.length; i += 3) {
    const left = raw.length - i;
    const bits =
      (raw[i]! << 16) | ((left > 1 ? raw[i + 1]! : 0) << 8) | (left > 2 ? raw[i + 2]! : 0);
    target[out] = ALPHABET[bits >>> 18]!;
    target[out + 1] = ALPHABET[(bits >>> 12) & 63]!;
    target[out + 2] = left > 1 ? ALPHABET[(bits >>> 6) & 63]! : PAD;
    target[out + 3] = left > 2 ? ALPHABET[bits & 63]! : PAD;
    out += 4;
  }
}
