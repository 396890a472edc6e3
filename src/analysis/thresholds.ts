/**
 * Every threshold of the verdicts in one place. They are engineering judgement, not statistics: change one when an
 * experiment says so, and record the experiment in docs/decisions/.
 */

/** From where a measured quantity makes a run suspect, and from where invalid. */
export interface Band {
  readonly suspect: number;
  readonly invalid: number;
}

/** Lateness p99 of the generator may reach this, whatever the SLO. */
export const LATENESS_FLOOR_MS = 2;
/** Lateness p99 may reach this share of the smallest latency SLO. */
export const LATENESS_SHARE_OF_SLO = 0.02;
/** Lateness p99 may reach this share of the p99 of response time: less cannot change what is reported. */
export const LATENESS_SHARE_OF_RESPONSE = 0.02;
/** Lateness is suspect from this share of its limit. */
export const LATENESS_SUSPECT_SHARE = 0.75;

/** Requests sent or dropped, as a share of those the schedule wanted; low is bad. */
export const ACHIEVED_RATE: Band = { suspect: 0.995, invalid: 0.99 };
/** Standard deviations that random arrivals may fall short of their mean. */
export const ARRIVAL_SIGMAS = 4;

/** Cores used by the generator's busiest thread in the open model, where pacing may spin: a fault only if lateness rises. */
export const GENERATOR_CORE = 0.8;
/** Lateness p99 rises when its last third is this many times its first third. */
export const LATENESS_RISE = 1.5;
/** Cores used by the generator's busiest thread, and event-loop utilisation, in the closed model, which has no schedule. */
export const CLOSED_GENERATOR: Band = { suspect: 0.8, invalid: 0.95 };

/** Share of the limit on open files in use. */
export const FILE_DESCRIPTORS: Band = { suspect: 0.7, invalid: 0.8 };
/** Share of the ephemeral ports towards the target in use. */
export const PORTS: Band = { suspect: 0.5, invalid: 0.6 };
/** Mean share of CPU time that the hypervisor gave to others. */
export const STEAL: Band = { suspect: 0.02, invalid: 0.05 };
/** Largest jump between the wall clock and the run clock, ms. */
export const CLOCK_JUMP_MS: Band = { suspect: 100, invalid: 1000 };

/** Little's law: relative difference, standard errors and requests in flight that the two sides may differ. */
export const LITTLE_RELATIVE = 0.02;
export const LITTLE_SIGMAS = 4;
export const LITTLE_REQUESTS = 1;
/** The window must be this many mean response times long for the law to be checked. */
export const LITTLE_WINDOW = 50;

/** Windows the measured time is cut into for findings, and how many must show a condition. */
export const WINDOWS = 4;
export const WINDOWS_SHOWING = 3;

/** A process that uses more cores than this takes part in serving. */
export const SERVING_CORES = 0.1;
/** Cores that a process serialised to one core uses. */
export const ONE_CORE = { least: 0.95, most: 1.1 } as const;
/**
 * On a machine shared with the generator a saturated process loses turns: the time it waits for a CPU counts as busy, as
 * long as it had this much of one.
 */
export const ONE_CORE_SHARED = 0.75;
/** A single saturated thread also serialises a process whose other threads together use less than this. */
export const ONE_THREAD_OTHERS = 0.5;
/** Cores that must stand idle for "one core" to be the process's own limit and not the machine's. */
export const ROOM_CORES = 0.3;
/** Share of the available cores in use from which all of them are. */
export const ALL_CORES = 0.9;
/** Share of the cores not used by strangers that the target must hold for the machine's saturation to be its own. */
export const OWN_SHARE = 0.7;
/** Threads that share the CPU time, for each core, from which oversubscription is worth a test. */
export const THREADS_PER_CORE = 1.5;
/** Share of the scheduler's periods in which the control group was throttled. */
export const THROTTLED = 0.05;

/** Requests in the system for each busy core from which some are waiting: one in service, and another half of the time. */
export const WAITING_PER_CORE = 1.5;
/** Below this many requests in the system for each busy core, something else than requests keeps it busy. */
export const SPINNING_PER_CORE = 0.9;
/** Share of the offered requests without a good answer in time that shows a shortfall. */
export const SHORTFALL = 0.05;
/** The backlog grows when arrivals exceed completions by this share, and by this many standard deviations. */
export const BACKLOG_SHARE = 0.01;
export const BACKLOG_SIGMAS = 4;
