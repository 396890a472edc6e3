/**
 * Values read at `times`, laid on the times of another series: to each the nearest reading, null where the nearest
 * is further away than the readings of `axis` are from each other.
 */
export function alignedTo(
  axis: readonly number[],
  times: readonly number[],
  values: readonly (number | null)[],
): (number | null)[] {
  const reach = axis.length < 2 ? Infinity : (axis.at(-1)! - axis[0]!) / (axis.length - 1);
  let at = 0;
  return axis.map((time) => {
    while (at + 1 < times.length && closer(times[at + 1]!, times[at]!, time)) at++;
    const found = times[at];
    if (found === undefined || Math.abs(found - time) > reach) return null;
    return values[at] ?? null;
  });
}

function closer(candidate: number, current: number, to: number): boolean {
  return Math.abs(candidate - to) <= Math.abs(current - to);
}
