const POLYNOMIAL = 0xedb88320;

const TABLE: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc;
});

/** State of a CRC-32 (PNG specification, annex D) before the first byte. */
export const CRC_START = -1;

/** The state after `bytes[start..end)`; the checksum is the final state with all bits inverted. */
export function crc32Update(state: number, bytes: Uint8Array, start: number, end: number): number {
  let crc = state;
  for (let i = start; i < end; i++) crc = TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return crc;
}
