/**
 * Arguments that make the same run again: with the seed that was used, given or not, and without the directory that now
 * holds this run.
 */
export function repeatable(argv: readonly string[], seed: number): string[] {
  const kept: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i]!;
    if (argument === "--run-dir" || argument === "--seed") i++;
    else if (!/^--(run-dir|seed)=/.test(argument)) kept.push(argument);
  }
  return [...kept, "--seed", String(seed)];
}
