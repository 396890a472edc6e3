export { UserSchedule } from "./closed.ts";
export { type Part, shareOf } from "./division.ts";
export { LoadProfile } from "./level.ts";
export { ArrivalSchedule } from "./open.ts";
