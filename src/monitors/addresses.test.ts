import { hostname, networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { KernelTree } from "../../test/fixtures/monitors/kernel-tree.ts";
import { canonicalAddress, isLocalAddress, knownAddresses } from "./addresses.ts";

test.each([
  ["127.0.0.1", true],
  ["127.8.9.10", true],
  ["localhost", true],
  ["LOCALHOST.", true],
  ["api.localhost", true],
  ["[::1]", true],
  ["0:0:0:0:0:0:0:1", true],
  ["::ffff:127.0.0.1", true],
  ["0.0.0.0", true],
  ["[::]", true],
  [hostname(), true],
  ["192.0.2.7", false],
  ["2001:db8::7", false],
  ["::ffff:192.0.2.7", false],
  ["service.example", false],
  ["127.0.0.1.example", false],
  ["", false],
])("%s is this machine: %s", (host, local) => {
  expect(isLocalAddress(host)).toBe(local);
});

test("every address of an interface is this machine's, with a zone too", () => {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all!.map((a) => a.address));
  expect(addresses.length).toBeGreaterThan(0);
  expect(addresses.filter((address) => !isLocalAddress(address))).toEqual([]);
  expect(canonicalAddress("fe80::1%eth0")).toBe("fe80::1");
});

test("names are looked up in the file of hosts, and nowhere else", () => {
  const files = new KernelTree({
    "/etc/hosts":
      "127.0.1.1 model model.lan # mine\n#127.0.0.1 other\n192.0.2.7\tGPU-box\n::1 model\n",
  }).files();
  expect(knownAddresses("model.lan", files)).toEqual(["127.0.1.1"]);
  expect(knownAddresses("Model", files)).toEqual(["127.0.1.1", "::1"]);
  expect(isLocalAddress("model", files)).toBe(true);
  expect(isLocalAddress("gpu-box", files)).toBe(false);
  expect(knownAddresses("other", files)).toEqual([]);
});

test("an address has one form", () => {
  expect(canonicalAddress("::ffff:c000:0207")).toBe("192.0.2.7");
  expect(canonicalAddress("2001:0DB8:0:0::0007")).toBe("2001:db8::7");
  expect(canonicalAddress("service")).toBeUndefined();
  expect(canonicalAddress("1.2.3")).toBeUndefined();
});
