import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An nginx with one worker, pinned to one processor. */
export interface Nginx {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts nginx on loopback with `location` blocks of its own; `cpuMask` as for worker_cpu_affinity, such as `01`. */
export async function startNginx(locations: string, cpuMask: string): Promise<Nginx> {
  const directory = mkdtempSync(join(tmpdir(), "kneepoint-nginx-"));
  const port = await freePort();
  const file = join(directory, "nginx.conf");
  writeFileSync(
    file,
    `daemon off; worker_processes 1; worker_cpu_affinity ${cpuMask}; pid ${directory}/pid; error_log ${directory}/error.log;
worker_rlimit_nofile 65536;
events { worker_connections 20000; multi_accept on; }
http { access_log off; keepalive_requests 100000000; keepalive_timeout 600s; client_max_body_size 64m;
  client_body_temp_path ${directory}; proxy_temp_path ${directory}; fastcgi_temp_path ${directory}; uwsgi_temp_path ${directory}; scgi_temp_path ${directory};
  server { listen 127.0.0.1:${port} backlog=4096; ${locations} } }
`,
  );
  const child = spawn("nginx", ["-c", file, "-p", directory], { stdio: "ignore" });
  await untilListening(port);
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    async stop() {
      child.kill("SIGQUIT");
      await once(child, "exit");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = connect(port, "127.0.0.1");
    const up = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nginx does not listen on port ${port}`);
}
