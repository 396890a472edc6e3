/** APP0 "JFIF", version 1.01, square pixels, no thumbnail (ITU-T T.871 §10.1). */
const JFIF = Buffer.from("ffe000104a46494600010100000100010000", "hex");
/** APP1 "Exif": a big-endian TIFF head, one entry in IFD0: Orientation (0x0112), SHORT, one value (EXIF 2.32 §4.6.4). */
const EXIF = Buffer.from(
  "ffe100224578696600004d4d002a00000008000101120003000000010000000000000000",
  "hex",
);
const EXIF_VALUE_AT = 28;
const SOI_BYTES = 2;

/**
 * A bare JPEG file as cameras and web sites hand it out: with a JFIF segment, and with an EXIF orientation (1 = upright,
 * to 8) where it is not upright. Some programs recognise a JPEG file by the first of them alone.
 */
export function withJpegHead(bare: Buffer, orientation: number): Buffer {
  const head = [bare.subarray(0, SOI_BYTES), JFIF];
  if (orientation !== 1) {
    const exif = Buffer.from(EXIF);
    exif.writeUInt16BE(orientation, EXIF_VALUE_AT);
    head.push(exif);
  }
  return Buffer.concat([...head, bare.subarray(SOI_BYTES)]);
}
