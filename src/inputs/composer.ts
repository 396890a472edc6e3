import type { Mark } from "../contracts/payload.ts";
import { layBase64 } from "./base64.ts";
import { type BodyPiece, planPieces } from "./body-pieces.ts";
import { MarkWriter } from "./mark-writer.ts";
import type { SharedPool } from "./shared-pool.ts";

/** Bodies up to this size are copied behind their head, so that one write sends both. */
export const SMALL_BODY_BYTES: number = 16 * 1024;
/** Bytes that a composer keeps in memory of its own at most. */
const KEPT_BUDGET: number = 16 * 1024 * 1024;

/**
 * Builds the bytes of one request after another from a shared pool, one composer a worker. Large bodies are never
 * copied: only the stretches around their marks are, into scratch space of the connection's slot.
 */
export class BodyComposer {
  readonly #body: Buffer;
  readonly #entries: SharedPool["entries"];
  readonly #writer: MarkWriter;
  readonly #smallBodyBytes: number;
  readonly #layouts: (Layout | undefined)[] = [];
  readonly #slots: (Slot | undefined)[] = [];
  #keptBytes = 0;

  /** @param nonceSeed what makes the nonces of one run differ from another's. */
  constructor(pool: SharedPool, nonceSeed: number, smallBodyBytes: number = SMALL_BODY_BYTES) {
    this.#body = Buffer.from(pool.buffer);
    this.#entries = pool.entries;
    this.#writer = new MarkWriter(nonceSeed);
    this.#smallBodyBytes = smallBodyBytes;
  }

  /**
   * Head and body in order, marks rewritten for request number `sequence`. The array and the scratch bytes belong to
   * the slot: they hold until the next call with the same slot.
   */
  compose(entry: number, head: Buffer, sequence: number, slot: number): readonly Uint8Array[] {
    const layout = (this.#layouts[entry] ??= this.#plan(entry));
    const scratch = (this.#slots[slot] ??= { chunks: [], space: [] });
    const { pieces } = layout;
    if (layout.constant) return this.#joined(layout, head, scratch);

    const chunks = scratch.chunks;
    if (layout.marked) this.#writer.turnTo(sequence);
    let count = 0;
    if (pieces[0]?.copied !== true) chunks[count++] = head;
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i]!;
      chunks[count++] = piece.copied
        ? this.#copy(piece, i === 0 ? head : NO_HEAD, sequence, scratch, i)
        : piece.view;
    }
    chunks.length = count;
    return chunks;
  }

  #plan(entry: number): Layout {
    const { offset, length, marks, hasBody } = this.#entries[entry]!;
    const body = this.#body.subarray(offset, offset + length);
    const pieces = hasBody ? planPieces(body, marks, this.#smallBodyBytes) : [];
    const constant = marks.length === 0 && pieces[0]?.copied === true;
    const near = constant ? pieces : pieces.map((piece) => this.#near(piece));
    return { pieces: near, marked: marks.length > 0, constant, head: undefined, joined: undefined };
  }

  /** A piece to be copied for every request, out of shared memory: V8 copies from there 25 times as slowly. */
  #near(piece: BodyPiece): BodyPiece {
    if (!piece.copied || !this.#keep(piece.bytes.length)) return piece;
    return { copied: true, bytes: Buffer.from(piece.bytes), marks: piece.marks };
  }

  /** Whether so many more bytes may be kept; counts them if so. */
  #keep(bytes: number): boolean {
    if (this.#keptBytes + bytes > KEPT_BUDGET) return false;
    this.#keptBytes += bytes;
    return true;
  }

  /** Head and small unmarked body in one chunk: kept when there is room, else copied anew. */
  #joined(layout: Layout, head: Buffer, slot: Slot): readonly Uint8Array[] {
    const piece = layout.pieces[0] as CopiedPiece;
    slot.chunks.length = 1;
    if (layout.head !== head) {
      const growth = head.length + piece.bytes.length - (layout.joined?.length ?? 0);
      if (!this.#keep(growth)) {
        slot.chunks[0] = this.#copy(piece, head, 0, slot, 0);
        return slot.chunks;
      }
      layout.joined = Buffer.concat([head, piece.bytes]);
      layout.head = head;
    }
    slot.chunks[0] = layout.joined!;
    return slot.chunks;
  }

  /** The head and a piece of the body in the slot's scratch space, marks rewritten. */
  #copy(piece: CopiedPiece, head: Buffer, sequence: number, slot: Slot, place: number): Uint8Array {
    const total = head.length + piece.bytes.length;
    const target = scratchOf(slot, place, total);
    head.copy(target);
    piece.bytes.copy(target, head.length);
    for (let i = 0; i < piece.marks.length; i++) {
      this.#lay(piece.marks[i]!, target, head.length, sequence);
    }
    return target;
  }

  #lay(mark: Mark, target: Uint8Array, origin: number, sequence: number): void {
    const window = mark.base64;
    if (window === undefined) {
      this.#writer.write(mark.kind, target, origin + mark.offset, mark.length, sequence);
      return;
    }
    this.#writer.write(mark.kind, window.raw, window.offset, window.length, sequence);
    layBase64(window.raw, target, origin + mark.offset);
  }
}

type CopiedPiece = Extract<BodyPiece, { copied: true }>;

/** How the requests with one entry are built. */
interface Layout {
  readonly pieces: readonly BodyPiece[];
  readonly marked: boolean;
  /** A small body without marks: every request is the same bytes. */
  readonly constant: boolean;
  /** The head that `joined` begins with. */
  head: Buffer | undefined;
  joined: Buffer | undefined;
}

/** What one connection reuses from request to request. */
interface Slot {
  readonly chunks: Uint8Array[];
  readonly space: Scratch[];
}

interface Scratch {
  backing: Buffer;
  /** The beginning of `backing`, as long as it was last asked for. */
  view: Buffer;
}

const NO_HEAD = Buffer.alloc(0);
const SMALLEST_SCRATCH = 256;

/** Scratch bytes number `place` of a slot; the view is made anew only when its length changes. */
function scratchOf(slot: Slot, place: number, length: number): Buffer {
  const held = slot.space[place];
  if (held !== undefined && held.view.length === length) return held.view;
  let backing = held?.backing;
  if (backing === undefined || backing.length < length) {
    let size = SMALLEST_SCRATCH;
    while (size < length) size *= 2;
    backing = Buffer.allocUnsafeSlow(size);
  }
  const view = backing.subarray(0, length);
  if (held === undefined) slot.space[place] = { backing, view };
  else {
    held.backing = backing;
    held.view = view;
  }
  return view;
}
