import { connect as connectPlain, isIP, type OnReadOpts, type Socket } from "node:net";
import { connect as connectTls, createSecureContext } from "node:tls";
import type { ClientOptions } from "./options.ts";

/** Begins a connection whose bytes go to `onread`; for TLS it is ready at `secureConnect`, else at `connect`. */
export type Dial = (onread: OnReadOpts) => Socket;

/**
 * How the client of these options connects. Certificates are read once, here.
 * @throws Error when a certificate or key is not PEM.
 */
export function createDial(options: ClientOptions): Dial {
  const { host, port, tls } = options;
  // Half-open is allowed so that nothing is sent on our behalf when the peer ends its side: the connection decides.
  const common = { host, port, noDelay: true, allowHalfOpen: true };
  if (tls === undefined) return (onread) => connectPlain({ ...common, onread });
  const secureContext = createSecureContext({ ca: tls.ca, cert: tls.cert, key: tls.key });
  const servername = tls.servername ?? (isIP(host) === 0 ? host : undefined);
  const secure = {
    ...common,
    secureContext,
    ...(servername === undefined ? {} : { servername }),
    rejectUnauthorized: tls.rejectUnauthorized,
    ALPNProtocols: ["http/1.1"],
  };
  return (onread) => {
    // `onread` reaches the socket although the declared options of tls.connect leave it out.
    const withRead: typeof secure & { onread: OnReadOpts } = { ...secure, onread };
    const socket = connectTls(withRead);
    socket.once("connect", () => socket.setNoDelay(true));
    return socket;
  };
}

/** The peer as people write it, with brackets around an IPv6 address. */
export function peerName(host: string, port: number): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}
