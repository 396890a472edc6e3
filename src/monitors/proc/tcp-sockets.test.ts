import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  countSocketsTo,
  kernelAddress,
  kernelMappedAddress,
  parseListening,
} from "./tcp-sockets.ts";

const HEAD =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const line = (n: number, near: string, far: string, state: string, uid = 0, inode = 0): string =>
  `${String(n).padStart(4)}: ${near} ${far} ${state} 00000000:00001F40 00:00000000 00000000 ` +
  `${String(uid).padStart(5)}        0 ${inode} 1 00000000c982047c 100 0 0 10 0\n`;

const TCP =
  HEAD +
  line(0, "0100007F:1F40", "00000000:0000", "0A", 1000, 4711) + // the listener
  line(1, "0100007F:8123", "0100007F:1F40", "01") + // a connection to it, seen from the client
  line(2, "0100007F:1F40", "0100007F:8123", "01") + // and from the server
  line(3, "0100007F:8124", "0100007F:1F40", "06") + // one in TIME_WAIT
  line(1004, "0100007F:8125", "0200007F:1F40", "01") + // to another address
  line(5, "0100007F:1F40", "0100007F:1F40", "01"); // from the port to itself

test("listening sockets, with their user and number", () => {
  expect(parseListening(TCP)).toEqual([
    { address: "0100007F", port: 8000, uid: 1000, inode: "4711" },
  ]);
});

test("connections are counted at their near end, in whatever state", () => {
  expect(countSocketsTo(TCP, kernelAddress("127.0.0.1"), 8000)).toBe(3);
  expect(countSocketsTo(TCP, kernelAddress("127.0.0.2"), 8000)).toBe(1);
  expect(countSocketsTo(TCP, "", 8000)).toBe(4);
  expect(countSocketsTo(TCP, kernelAddress("127.0.0.1"), 80)).toBe(0);
});

test("IPv6 addresses are written as four words in the machine's order", () => {
  expect(kernelAddress("::1")).toBe("00000000000000000000000001000000");
  expect(kernelAddress("2001:db8::ff00:42:8329")).toBe("B80D01200000000000FF000029834200");
  expect(kernelMappedAddress("127.0.0.1")).toBe("0000000000000000FFFF00000100007F");
  const tcp6 = line(7, `${kernelAddress("::1")}:C350`, `${kernelAddress("::1")}:1F40`, "01");
  expect(countSocketsTo(tcp6, kernelAddress("::1"), 8000)).toBe(1);
});

test("no text makes the parsers throw", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(65535), (text, port) => {
      const broken = TCP.slice(0, text.length * 7) + text;
      expect(countSocketsTo(broken, "", port)).toBeGreaterThanOrEqual(0);
      expect(parseListening(broken).every((socket) => socket.inode !== "")).toBe(true);
    }),
  );
});
