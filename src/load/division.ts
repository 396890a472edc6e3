/** How many of `total` things part `index` of `parts` gets: the shares differ by one at most and add up exactly. */
export function shareOf(total: number, index: number, parts: number): number {
  return Math.floor((total + parts - 1 - index) / parts);
}

/** One worker's place among all. */
export interface Part {
  readonly index: number;
  readonly of: number;
}
