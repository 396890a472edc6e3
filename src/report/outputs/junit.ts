import { headline } from "../../analysis/index.ts";
import type { RunFile, SloResult } from "../../contracts/run-file.ts";
import { exact, plainText, quantity, text } from "../format.ts";
import { escapeText } from "../html-escape.ts";

/** The SLOs as test cases in JUnit's XML, for a CI server: failed SLOs fail, an invalid run makes them errors. */
export function toJunit(run: RunFile): string {
  const invalid = run.validity.verdict === "invalid";
  const failures = invalid ? 0 : run.slo.filter(({ pass }) => !pass).length;
  const errors = invalid ? run.slo.length : 0;
  const seconds = run.load.durationSeconds;
  const counts = `tests="${run.slo.length}" failures="${failures}" errors="${errors}" time="${seconds}"`;
  const cases = run.slo.map((slo) => testCase(run, slo, invalid));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="kneepoint ${attribute(run.target.url)}" ${counts} timestamp="${attribute(run.startedAt)}">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function testCase(run: RunFile, slo: SloResult, invalid: boolean): string {
  const head = `    <testcase classname="slo" name="${attribute(slo.expression)}"`;
  if (invalid) return `${head}><error message="${attribute(headline(run))}"/></testcase>`;
  if (slo.pass) return `${head}/>`;
  const value = text(quantity(slo.value, slo.unit));
  const limit = text(exact(quantity(slo.limit, slo.unit)));
  const note = slo.note === undefined ? "" : `; ${slo.note}`;
  return `${head}><failure message="${attribute(`${value}, limit ${limit}${note}`)}"/></testcase>`;
}

function attribute(foreign: string): string {
  return escapeText(plainText(foreign).replaceAll("\u00a0", " "));
}
