// The os library (manual 6.9) over the host's clock, files, environment and process. Calendar arithmetic is in os/date.ts.

import {
  closeState,
  Continuation,
  cString,
  fromBigInt,
  integerToDouble,
  isNumber,
  isTruthy,
  makeFloat,
  markValue,
  native0,
  native1,
  native2,
  parseNumber,
  toBigInt,
  toInteger,
  trace,
  type Action,
  type Context,
  type LuaInteger,
  type Table,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkCString, checkInteger, checkOption, checkTable, optCString, optInteger, optString } from "./args.js";
import { HostError, hostOf, type Clock, type FileSystem, type HostProcess, type ProcessEnd } from "./host.js";
import { returnProcessEnd } from "./io.js";
import { flushOutput, ioStateOf } from "./io/handle.js";
import { hostCall, returnFailure } from "./io/host-call.js";
import { newLibrary } from "./library.js";
import {
  calendarTime,
  daysFromCivil,
  formatTime,
  normalized,
  SECONDS_PER_DAY,
  shifted,
  type CalendarTime,
  type Moment,
  type Zone,
} from "./os/date.js";
import { TextBuilder } from "./string/text-builder.js";
import { ElementTask } from "./table/elements.js";

const MAX_INT = 0x7fffffff;
const MIN_INT = -0x80000000;

/** The years of C's calendar count from here, in an `int`. */
const FIRST_YEAR = 1900;

// ------------------------------------------------------------------------------------------------------------- moments

function momentOf(time: LuaInteger): Moment {
  if (typeof time === "number") return shifted({ days: 0, second: 0 }, time);
  const seconds = toBigInt(time);
  const perDay = BigInt(SECONDS_PER_DAY);
  const rest = ((seconds % perDay) + perDay) % perDay;
  return { days: Number((seconds - rest) / perDay), second: Number(rest) };
}

function secondsOf(moment: Moment): LuaInteger {
  const seconds = moment.days * SECONDS_PER_DAY + moment.second;
  if (Number.isSafeInteger(seconds)) return seconds;
  return fromBigInt(BigInt(moment.days) * BigInt(SECONDS_PER_DAY) + BigInt(moment.second));
}

/** Seconds since 1970 as a double, for the clock. */
function epochOf(moment: Moment): number {
  return moment.days * SECONDS_PER_DAY + moment.second;
}

/** Daylight saving time: ahead of what the zone has in one of January and July. */
function isDaylightSaving(clock: Clock, year: number, offset: number): boolean {
  const january = clock.offsetSeconds(daysFromCivil(year, 1, 1) * SECONDS_PER_DAY);
  const july = clock.offsetSeconds(daysFromCivil(year, 7, 1) * SECONDS_PER_DAY);
  return offset > Math.min(january, july);
}

function localTime(clock: Clock, moment: Moment): CalendarTime {
  const offset = clock.offsetSeconds(epochOf(moment));
  const local = shifted(moment, offset);
  const time = calendarTime(local, false);
  return isDaylightSaving(clock, time.year, offset) ? calendarTime(local, true) : time;
}

/** The moment at which local clocks show `local`. */
function fromLocal(clock: Clock, local: Moment): Moment {
  const guess = shifted(local, -clock.offsetSeconds(epochOf(local)));
  return shifted(local, -clock.offsetSeconds(epochOf(guess)));
}

/** Seconds that daylight saving time is ahead: one hour where there is none, as in C. */
function daylightSaving(clock: Clock, year: number): number {
  const january = clock.offsetSeconds(daysFromCivil(year, 1, 1) * SECONDS_PER_DAY);
  const july = clock.offsetSeconds(daysFromCivil(year, 7, 1) * SECONDS_PER_DAY);
  return Math.abs(january - july) || 3600;
}

function isRepresentable(time: CalendarTime): boolean {
  return time.year - FIRST_YEAR <= MAX_INT && time.year - FIRST_YEAR >= MIN_INT;
}

// ------------------------------------------------------------------------------------------------------------------ date

/** Fields of a date table, in the order in which PUC sets them. */
function dateFields(time: CalendarTime): readonly (readonly [name: string, value: number | boolean])[] {
  return [
    ["year", time.year],
    ["month", time.month],
    ["day", time.day],
    ["hour", time.hour],
    ["min", time.minute],
    ["sec", time.second],
    ["yday", time.yearDay],
    ["wday", time.weekday + 1],
    ["isdst", time.isDst],
  ];
}

function date<G>(cx: Context<G>, formatValue: Value<G>, timeValue: Value<G>): Action<G> {
  const { clock } = hostOf(cx);
  const given = optString(cx, formatValue, 0, "%c");
  const moment = momentOf(optInteger(cx, timeValue, 1, Math.floor(clock.now() / 1000)));
  const isUtc = given.startsWith("!");
  const format = isUtc ? given.slice(1) : given;
  const time = isUtc ? calendarTime(moment, false) : localTime(clock, moment);
  if (!isRepresentable(time)) throw cx.error("date result cannot be represented in this installation");
  if (/^\*t(?:\0|$)/.test(format)) return dateTable(cx, time);
  const zone = isUtc
    ? { offsetSeconds: 0, name: "GMT" }
    : { offsetSeconds: clock.offsetSeconds(epochOf(moment)), name: clock.zoneName(epochOf(moment)) };
  return new DateTask<G>(format, time, zone).run(cx);
}

/** Formats a time, part by part if the format is long. */
class DateTask<in out G> extends Continuation<G> {
  private readonly text = new TextBuilder();
  private at = 0;

  constructor(
    private readonly format: string,
    private readonly time: CalendarTime,
    private readonly zone: Zone,
  ) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    return this.run(cx);
  }

  run(cx: Context<G>): Action<G> {
    while (this.at < this.format.length) {
      if (cx.isOutOfFuel()) return cx.pause(this);
      const part = formatTime(this.format, this.time, this.zone, this.at);
      if ("invalid" in part) throw cx.argError(0, `invalid conversion specifier '${cString(part.invalid)}'`);
      this.text.reserve(cx, part.text.length);
      this.text.add(part.text);
      cx.consumeFuel(part.end - this.at);
      this.at = part.end;
    }
    return cx.chargeString(this.text.toString());
  }

  [trace](): void {}
}

function dateTable<G>(cx: Context<G>, time: CalendarTime): Table<G> {
  const table = cx.newTable(0, 9);
  for (const [name, value] of dateFields(time)) table.setString(cx.heap, name, value);
  return table;
}

// ------------------------------------------------------------------------------------------------------------------ time

/** What `os.time` reads: field, default (-1: none), and what C's calendar subtracts from it. */
const TIME_FIELDS = [
  ["year", -1, FIRST_YEAR],
  ["month", -1, 1],
  ["day", -1, 0],
  ["hour", 12, 0],
  ["min", 0, 0],
  ["sec", 0, 0],
] as const;

function integerField<G>(value: Value<G>): LuaInteger | undefined {
  const number = typeof value === "string" ? parseNumber(value) : value;
  return isNumber(number) ? toInteger(number) : undefined;
}

function checkField<G>(cx: Context<G>, index: number, value: Value<G>): number {
  const [name, defaultValue, delta] = TIME_FIELDS[index]!;
  const integer = integerField(value);
  if (integer === undefined) {
    if (value !== undefined) throw cx.error(`field '${name}' is not an integer`);
    if (defaultValue < 0) throw cx.error(`field '${name}' missing in date table`);
    return defaultValue;
  }
  const field = integerToDouble(integer);
  const isInBounds = field >= 0 ? field - delta <= MAX_INT : MIN_INT + delta <= field;
  if (!isInBounds) throw cx.error(`field '${name}' is out-of-bound`);
  return field;
}

/** Reads the fields of a date table, computes the time, and writes the normalized fields back; respects metamethods. */
class TimeTask<in out G> extends ElementTask<G> {
  private readonly fields: number[] = [];
  private isReadingField = false;
  /** The field `isdst`, once it was read. */
  private isDst: boolean | undefined = undefined;
  private hasDst = false;
  private writes: readonly (readonly [name: string, value: number | boolean])[] | undefined = undefined;
  private written = 0;
  private result: LuaInteger = 0;

  constructor(private readonly table: Table<G>) {
    super();
  }

  run(cx: Context<G>): Action<G> {
    while (this.fields.length < TIME_FIELDS.length) {
      if (!this.isReadingField) {
        this.isReadingField = true;
        if (!this.read(cx, this.table, TIME_FIELDS[this.fields.length]![0])) return cx.then(this);
      }
      this.fields.push(checkField(cx, this.fields.length, this.value));
      this.isReadingField = false;
    }
    if (!this.hasDst) {
      if (!this.isReadingField) {
        this.isReadingField = true;
        if (!this.read(cx, this.table, "isdst")) return cx.then(this);
      }
      this.isDst = this.value === undefined ? undefined : isTruthy(this.value);
      this.hasDst = true;
    }
    this.writes ??= this.compute(cx);
    while (this.written < this.writes.length) {
      const [name, value] = this.writes[this.written]!;
      const isDone = this.write(cx, this.table, name, value);
      this.written++;
      if (!isDone) return cx.then(this);
    }
    if (this.result === -1) throw notRepresentable(cx);
    return this.result;
  }

  private compute(cx: Context<G>): readonly (readonly [name: string, value: number | boolean])[] {
    const [year, month, day, hour, minute, second] = this.fields as [number, number, number, number, number, number];
    const { clock } = hostOf(cx);
    let moment = fromLocal(clock, normalized(year, month, day, hour, minute, second));
    let time = localTime(clock, moment);
    if (this.isDst !== undefined && this.isDst !== time.isDst) {
      // The fields were meant with, or without, the hour that is put forward.
      moment = shifted(moment, this.isDst ? -daylightSaving(clock, time.year) : daylightSaving(clock, time.year));
      time = localTime(clock, moment);
    }
    if (!isRepresentable(time)) throw notRepresentable(cx);
    this.result = secondsOf(moment);
    return dateFields(time);
  }

  override [trace](tracer: Tracer): void {
    super[trace](tracer);
    markValue(tracer, this.table);
  }
}

function notRepresentable<G>(cx: Context<G>): unknown {
  return cx.error("time result cannot be represented in this installation");
}

function time<G>(cx: Context<G>, value: Value<G>): Action<G> {
  if (value === undefined) return Math.floor(hostOf(cx).clock.now() / 1000);
  return new TimeTask<G>(checkTable(cx, value, 0)).run(cx);
}

function clock<G>(cx: Context<G>): Action<G> {
  return makeFloat(hostOf(cx).clock.processorSeconds());
}

function difftime<G>(cx: Context<G>, a: Value<G>, b: Value<G>): Action<G> {
  const later = checkInteger(cx, a, 0);
  const earlier = checkInteger(cx, b, 1);
  if (typeof later === "number" && typeof earlier === "number") return makeFloat(later - earlier);
  return makeFloat(Number(toBigInt(later) - toBigInt(earlier)));
}

// ---------------------------------------------------------------------------------------------------- files and processes

function filesOf<G>(cx: Context<G>): FileSystem {
  const { files } = hostOf(cx);
  if (files === undefined) throw new HostError("Operation not permitted", 1);
  return files;
}

function remove<G>(cx: Context<G>, nameValue: Value<G>): Action<G> {
  const name = checkCString(cx, nameValue, 0);
  return hostCall<G, void>(
    cx,
    () => filesOf(cx).remove(name),
    () => true,
    (later, error) => returnFailure(later, error, name),
  );
}

function rename<G>(cx: Context<G>, from: Value<G>, to: Value<G>): Action<G> {
  const source = checkCString(cx, from, 0);
  const target = checkCString(cx, to, 1);
  return hostCall<G, void>(
    cx,
    () => filesOf(cx).rename(source, target),
    () => true,
    (later, error) => returnFailure(later, error),
  );
}

function tmpname<G>(cx: Context<G>): Action<G> {
  return hostCall<G, string>(
    cx,
    () => filesOf(cx).temporaryName(),
    (later, name) => later.chargeString(name),
    (later) => {
      throw later.error("unable to generate a unique filename");
    },
  );
}

function getenv<G>(cx: Context<G>, name: Value<G>): Action<G> {
  const value = hostOf(cx).environment(checkCString(cx, name, 0));
  return value === undefined ? undefined : cx.chargeString(value);
}

function execute<G>(cx: Context<G>, commandValue: Value<G>): Action<G> {
  const { process } = hostOf(cx);
  if (commandValue === undefined) return process?.execute !== undefined;
  const command = checkCString(cx, commandValue, 0);
  ioStateOf(cx).stdout.flushQuietly();
  return hostCall<G, ProcessEnd>(
    cx,
    () => {
      if (process?.execute === undefined) throw new HostError("Operation not permitted", 1);
      return process.execute(command);
    },
    (later, end) => returnProcessEnd(later, end),
    (later, error) => returnFailure(later, error),
  );
}

function exit<G>(cx: Context<G>, status: Value<G>, isClosing: Value<G>): Action<G> {
  const code = typeof status === "boolean" ? (status ? 0 : 1) : integerToDouble(optInteger(cx, status, 0, 0)) | 0;
  const { process } = hostOf(cx);
  if (process === undefined) throw cx.error("'exit' not supported");
  const finish = (later: Context<G>): Action<G> => endProcess(later, process, code);
  return isTruthy(isClosing) ? closeState(cx, finish) : finish(cx);
}

function endProcess<G>(cx: Context<G>, process: HostProcess, code: number): Action<G> {
  const end = (later: Context<G>): Action<G> => {
    process.exit(code);
    return later.returnNone();
  };
  return hostCall<G, void>(cx, () => flushOutput(cx), end, end);
}

// ---------------------------------------------------------------------------------------------------------------- locale

const CATEGORIES = ["all", "collate", "ctype", "monetary", "numeric", "time"] as const;

/** The C locale is the only one. */
function setlocale<G>(cx: Context<G>, locale: Value<G>, category: Value<G>): Action<G> {
  const name = optCString(cx, locale, 0, "C");
  checkOption(cx, category, 1, CATEGORIES, "all");
  return name === "" || name === "C" || name === "POSIX" ? "C" : undefined;
}

const osFunctions = [
  native0("clock", clock),
  native2("date", date),
  native2("difftime", difftime),
  native1("execute", execute),
  native2("exit", exit),
  native1("getenv", getenv),
  native1("remove", remove),
  native2("rename", rename),
  native2("setlocale", setlocale),
  native1("time", time),
  native0("tmpname", tmpname),
];

/** Opens the os library over the VM's host. */
export function openOs<G>(cx: Context<G>): Table<G> {
  return newLibrary(cx, "os", osFunctions);
}
