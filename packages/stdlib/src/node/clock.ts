// Time under Node: processor time of the process, and the names of time zones.

import { systemClock, type Clock } from "../host.js";

const MICROSECONDS = 1e6;

function zoneName(epochSeconds: number): string {
  if (systemClock.offsetSeconds(epochSeconds) === 0) return "UTC";
  const moment = new Date(epochSeconds * 1000);
  if (Number.isNaN(moment.getTime())) return "UTC";
  const parts = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" }).formatToParts(moment);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "UTC";
}

export const nodeClock: Clock = {
  now: systemClock.now,
  processorSeconds() {
    const { user, system } = process.cpuUsage();
    return (user + system) / MICROSECONDS;
  },
  offsetSeconds: systemClock.offsetSeconds,
  zoneName,
};
