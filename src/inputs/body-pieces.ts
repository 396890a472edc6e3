import type { Mark } from "../contracts/payload.ts";

/**
 * A stretch of a body: sent as it lies in the pool, or copied so that its marks can be rewritten. The offsets of
 * `marks` count from the beginning of the piece.
 */
export type BodyPiece =
  | { readonly copied: false; readonly view: Buffer }
  | { readonly copied: true; readonly bytes: Buffer; readonly marks: readonly Mark[] };

/** Bytes between two marks, or before the first, that are copied along rather than sent as a chunk of their own. */
const GAP_BYTES = 1024;

/** Cuts a body into as few pieces as keep large clean stretches uncopied; a small body is one copied piece. */
export function planPieces(body: Buffer, marks: readonly Mark[], smallBytes: number): BodyPiece[] {
  if (body.length <= smallBytes)
    return body.length === 0 ? [] : [copied(body, 0, body.length, marks)];
  const pieces: BodyPiece[] = [];
  let at = 0;
  for (const group of groups(marks)) {
    const first = group[0]!;
    const last = group.at(-1)!;
    const start = first.offset - at <= GAP_BYTES ? at : first.offset;
    if (start > at) pieces.push({ copied: false, view: body.subarray(at, start) });
    at = last.offset + last.length;
    if (body.length - at <= GAP_BYTES) at = body.length;
    pieces.push(copied(body, start, at, group));
  }
  if (at < body.length) pieces.push({ copied: false, view: body.subarray(at) });
  return pieces;
}

/** Runs of marks that lie close together. */
function groups(marks: readonly Mark[]): Mark[][] {
  const out: Mark[][] = [];
  let end = -Infinity;
  for (const mark of marks) {
    if (mark.offset - end <= GAP_BYTES) out.at(-1)!.push(mark);
    else out.push([mark]);
    end = mark.offset + mark.length;
  }
  return out;
}

function copied(body: Buffer, start: number, end: number, marks: readonly Mark[]): BodyPiece {
  const moved = marks.map((mark) => ({ ...mark, offset: mark.offset - start }));
  return { copied: true, bytes: body.subarray(start, end), marks: moved };
}
