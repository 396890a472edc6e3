export { analyse } from "./analyse.ts";
export { headline } from "./headline.ts";
