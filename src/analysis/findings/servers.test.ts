import { expect, test } from "vitest";
import { adviseProcesses } from "./servers.ts";

test.each([
  ["/usr/bin/python3 /usr/local/bin/uvicorn app:app --port 8000", "uvicorn --workers 4. "],
  ["python -m uvicorn app:app --workers 2", "uvicorn --workers 4 (now 2)"],
  ["python -m uvicorn app:app --reload", "without --reload"],
  ["gunicorn -k uvicorn.workers.UvicornWorker -w 1 app:app", "gunicorn --workers 4 (now 1)"],
  ["gunicorn: master [app:app]", "gunicorn --workers 4. "],
  ["hypercorn app:app", "hypercorn --workers 4"],
  ["python3 -m http.server 8000", "http.server is one process for development"],
  ["/usr/bin/python3 /usr/bin/flask --app app run", "gunicorn --workers 4"],
  ["node build/demo/service.js --processes 1 --port 8080", "--processes 4 (now 1)"],
  ["/usr/local/bin/node server.js", "node:cluster with 4 workers"],
  ["python3.12 serve.py", "gunicorn --workers 4 (WSGI) or uvicorn --workers 4 (ASGI)"],
  ["/opt/tritonserver/bin/tritonserver", "4 copies of the serving process"],
  ["", "4 copies of the serving process"],
])("%s: %s", (command, advice) => {
  expect(adviseProcesses([command], 1, 4)).toContain(advice);
});

test("the parent's flag speaks for children whose command line lacks it", () => {
  const commands = ["node cli.js --processes 2", "node worker.js"];
  expect(adviseProcesses(commands, 2, 8)).toContain("--processes 8 (now 2)");
});
