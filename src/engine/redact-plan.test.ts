import { expect, test } from "vitest";
import { plan } from "../../test/fixtures/plan.ts";
import { redactPlan } from "./redact-plan.ts";

test("no secret of a plan is kept, wherever it was given", () => {
  const secret = "S3CRET-value-1";
  const kept = redactPlan(
    plan(`http://user:${secret}@127.0.0.1/?token=${secret}`, {
      target: {
        url: `http://user:${secret}@127.0.0.1/?token=${secret}`,
        method: undefined,
        headers: [["Authorization", `Bearer ${secret}`]],
        insecure: false,
      },
      protocol: { name: "multipart", options: { "form:api_key": secret, "form:size": "10" } },
      input: {
        spec: { kind: "text", text: `{"password": "${secret}"}`, token: secret },
        count: undefined,
        memoryBytes: 1,
        unique: true,
      },
    }),
  );
  expect(JSON.stringify(kept)).not.toContain(secret);
  expect(kept.protocol.options["form:size"]).toBe("10");
});
