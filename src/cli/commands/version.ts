import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { VERSION } from "../version.ts";

/** Prints the version. */
export const VERSION_COMMAND: Command = {
  name: "version",
  summary: "print the version",
  usage: "",
  examples: ["kneepoint version"],
  options: undefined,
  run(_, io) {
    io.stdout.write(`kneepoint ${VERSION} (Node.js ${process.version}, ${process.platform})\n`);
    return Promise.resolve(EXIT.ok);
  },
};
