/** SOI and the APP0 segment that libjpeg writes. */
const JFIF_MARKER = 0xffe0;
/** An APP1 segment: "Exif", a big-endian TIFF head, one entry in IFD0: Orientation (0x0112), SHORT, one value. */
const SEGMENT = Buffer.from(
  "ffe100224578696600004d4d002a00000008000101120003000000010000000000000000",
  "hex",
);
const VALUE_AT = 28;

/** A JPEG file that says how it was held (EXIF 2.32, §4.6.4): orientation 1 (upright) to 8. */
export function withOrientation(file: Buffer, orientation: number): Buffer {
  if (orientation === 1) return file;
  const at = file.readUInt16BE(2) === JFIF_MARKER ? 4 + file.readUInt16BE(4) : 2;
  const segment = Buffer.from(SEGMENT);
  segment.writeUInt16BE(orientation, VALUE_AT);
  return Buffer.concat([file.subarray(0, at), segment, file.subarray(at)]);
}
