// Calendar arithmetic and formatting behind os.date and os.time, in the C locale (strftime, mktime, gmtime).
// Pure: the time zone comes in as an offset. A moment is days since 1970-01-01 and a second of the day, so that years up to 2^31, whose
// seconds are beyond 2^53, stay exact.

/** A moment in UTC, or in local time when an offset was added. */
export interface Moment {
  /** Days since 1970-01-01; any integer. */
  readonly days: number;
  /** 0 .. 86399. */
  readonly second: number;
}

/** A broken-down time (struct tm), in human numbering: month and day of year from 1, weekday 0 = Sunday. */
export interface CalendarTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
  readonly yearDay: number;
  readonly isDst: boolean;
}

export const SECONDS_PER_DAY = 86400;

const DAYS_PER_ERA = 146097;
const DAYS_FROM_ERA_TO_1970 = 719468;

/** The moment `offset` seconds after another. */
export function shifted(moment: Moment, offset: number): Moment {
  const second = moment.second + offset;
  const days = Math.floor(second / SECONDS_PER_DAY);
  return { days: moment.days + days, second: second - days * SECONDS_PER_DAY };
}

/** Days since 1970 of a civil date. Month is 1 .. 12; the day may be any integer. */
export function daysFromCivil(year: number, month: number, day: number): number {
  // Years are counted from March here, in eras of 400 of them, so that leap days come last.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_FROM_ERA_TO_1970;
}

/** The calendar time of a moment. */
export function calendarTime(moment: Moment, isDst: boolean): CalendarTime {
  const shiftedDays = moment.days + DAYS_FROM_ERA_TO_1970;
  const era = Math.floor(shiftedDays / DAYS_PER_ERA);
  const dayOfEra = shiftedDays - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
    hour: Math.floor(moment.second / 3600),
    minute: Math.floor(moment.second / 60) % 60,
    second: moment.second % 60,
    weekday: (((moment.days + 4) % 7) + 7) % 7,
    yearDay: moment.days - daysFromCivil(year, 1, 1) + 1,
    isDst,
  };
}

/** The moment of fields that may be out of their ranges (month 14 is February of the next year, and so on). */
export function normalized(year: number, month: number, day: number, hour: number, minute: number, second: number): Moment {
  const months = month - 1;
  const years = Math.floor(months / 12);
  const days = daysFromCivil(year + years, months - years * 12 + 1, 1) + (day - 1);
  return shifted({ days, second: 0 }, hour * 3600 + minute * 60 + second);
}

// -------------------------------------------------------------------------------------------------------------- formatting

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

function padded(value: number, width: number, fill = "0"): string {
  return String(value).padStart(width, fill);
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** ISO 8601 week: year and number. Weeks begin on Monday; week 1 has the first Thursday. */
function isoWeek(time: CalendarTime): { year: number; week: number } {
  const weekdayFromMonday = (time.weekday + 6) % 7;
  const week = Math.floor((time.yearDay - 1 - weekdayFromMonday + 10) / 7);
  if (week < 1) return { year: time.year - 1, week: weeksIn(time.year - 1) };
  return week > weeksIn(time.year) ? { year: time.year + 1, week: 1 } : { year: time.year, week };
}

function weeksIn(year: number): number {
  const januaryFirst = (((daysFromCivil(year, 1, 1) + 4) % 7) + 7) % 7;
  return januaryFirst === 4 || (januaryFirst === 3 && isLeap(year)) ? 53 : 52;
}

function hour12(time: CalendarTime): number {
  return time.hour % 12 === 0 ? 12 : time.hour % 12;
}

function offsetText(offsetSeconds: number): string {
  const minutes = Math.floor(Math.abs(offsetSeconds) / 60);
  return (offsetSeconds < 0 ? "-" : "+") + padded(Math.floor(minutes / 60) * 100 + (minutes % 60), 4);
}

/** As many digits as there are, unlike a year within its century. */
function century(year: number): string {
  return String(Math.floor(year / 100));
}

function twoDigitYear(year: number): string {
  return padded(((year % 100) + 100) % 100, 2);
}

type Conversion = (time: CalendarTime, zone: Zone) => string;

/** What is known about the zone of a calendar time. */
export interface Zone {
  readonly offsetSeconds: number;
  readonly name: string;
}

const compose =
  (...letters: string[]): Conversion =>
  (time, zone) =>
    letters.map((part) => (part.length === 1 && Object.hasOwn(CONVERSIONS, part) ? CONVERSIONS[part]!(time, zone) : part)).join("");

const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  a: (t) => WEEKDAYS[t.weekday]!.slice(0, 3),
  A: (t) => WEEKDAYS[t.weekday]!,
  b: (t) => MONTHS[t.month - 1]!.slice(0, 3),
  B: (t) => MONTHS[t.month - 1]!,
  c: compose("a", " ", "b", " ", "e", " ", "T", " ", "Y"),
  C: (t) => century(t.year | 0),
  d: (t) => padded(t.day, 2),
  D: compose("m", "/", "d", "/", "y"),
  e: (t) => padded(t.day, 2, " "),
  F: compose("Y", "-", "m", "-", "d"),
  g: (t) => twoDigitYear(isoWeek(t).year | 0),
  G: (t) => String(isoWeek(t).year | 0),
  h: (t) => MONTHS[t.month - 1]!.slice(0, 3),
  H: (t) => padded(t.hour, 2),
  I: (t) => padded(hour12(t), 2),
  j: (t) => padded(t.yearDay, 3),
  m: (t) => padded(t.month, 2),
  M: (t) => padded(t.minute, 2),
  n: () => "\n",
  p: (t) => (t.hour < 12 ? "AM" : "PM"),
  r: compose("I", ":", "M", ":", "S", " ", "p"),
  R: compose("H", ":", "M"),
  S: (t) => padded(t.second, 2),
  t: () => "\t",
  T: compose("H", ":", "M", ":", "S"),
  u: (t) => String(t.weekday === 0 ? 7 : t.weekday),
  U: (t) => padded(Math.floor((t.yearDay + 6 - t.weekday) / 7), 2),
  V: (t) => padded(isoWeek(t).week, 2),
  w: (t) => String(t.weekday),
  W: (t) => padded(Math.floor((t.yearDay + 6 - ((t.weekday + 6) % 7)) / 7), 2),
  x: compose("m", "/", "d", "/", "y"),
  X: compose("H", ":", "M", ":", "S"),
  y: (t) => twoDigitYear(t.year),
  // C computes the year in an int.
  Y: (t) => String(t.year | 0),
  z: (_t, zone) => offsetText(zone.offsetSeconds),
  Z: (_t, zone) => zone.name,
  "%": () => "%",
};

/** Conversions that C99 allows (`%s` is not among them). */
const PLAIN = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
/** Conversions that may follow the modifiers E and O. In the C locale they change nothing. */
const AFTER_E = "cCxXyY";
const AFTER_O = "deHImMSuUVwWy";

/** Conversions in one part of a format. */
const MAX_CONVERSIONS = 1 << 8;

/** A part of a formatted time and where it ends in the format, or the conversion specifier in it that is not valid. */
export type FormatResult = { readonly text: string; readonly end: number } | { readonly invalid: string };

/**
 * Formats a time as C's `strftime` does in the C locale, accepting the conversions of C99. A long format is done in parts: each begins
 * where the last one ended.
 */
export function formatTime(format: string, time: CalendarTime, zone: Zone, start: number): FormatResult {
  let text = "";
  let from = start;
  let count = 0;
  for (let at = format.indexOf("%", from); at >= 0; at = format.indexOf("%", from)) {
    if (++count > MAX_CONVERSIONS) return { text, end: from };
    const letter = conversionAt(format, at + 1);
    if (letter === "") return { invalid: invalidSpecifier(format, at) };
    text += format.slice(from, at) + CONVERSIONS[letter]!(time, zone);
    from = at + 2 + (format[at + 1] === letter ? 0 : 1);
  }
  return { text: text + format.slice(from), end: format.length };
}

/** The conversion letter at `at`, behind a modifier if there is one; "" when it is not valid. */
function conversionAt(format: string, at: number): string {
  const letter = format[at] ?? "";
  if (letter === "E" || letter === "O") {
    const modified = format[at + 1] ?? "";
    return modified !== "" && (letter === "E" ? AFTER_E : AFTER_O).includes(modified) ? modified : "";
  }
  return letter !== "" && PLAIN.includes(letter) ? letter : "";
}

function invalidSpecifier(format: string, at: number): string {
  return format.slice(at);
}
