/**
 * The fastest HTTP server there is: it answers every blank line it sees with the same bytes. Started as a process of
 * its own, tells its port, and ends with its parent.
 */
import { createServer, type Socket } from "node:net";

const RESPONSE = Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "latin1");
const CR = 0x0d;
const LF = 0x0a;
/** Bytes of the blank line that ends a request without a body. */
const END = [CR, LF, CR, LF];

const server = createServer({ noDelay: true }, answer);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(typeof address === "object" && address !== null ? address.port : 0);
});
process.on("disconnect", () => process.exit());

function answer(socket: Socket): void {
  let matched = 0;
  socket.on("data", (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      matched = byte === END[matched] ? matched + 1 : byte === CR ? 1 : 0;
      if (matched < END.length) continue;
      matched = 0;
      socket.write(RESPONSE);
    }
  });
  socket.on("error", () => socket.destroy());
}
