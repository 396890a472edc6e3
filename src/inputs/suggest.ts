/** Edits between a word and a suggestion for it, at most. */
const MAX_EDITS = 3;

/** `did you mean "camera"?` for a word that is nearly one of the known; undefined when none is near. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestEdits = Math.min(MAX_EDITS, Math.floor(word.length / 2)) + 1;
  for (const candidate of known) {
    const edits = editDistance(lower, candidate.toLowerCase());
    if (edits >= bestEdits) continue;
    best = candidate;
    bestEdits = edits;
  }
  return best === undefined ? undefined : `did you mean ${JSON.stringify(best)}?`;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
