/** Moments in a zone: for fields of a form, and in words. */

const HOUR = 3600_000;

interface Shape {
  readonly [part: string]: "numeric" | "2-digit" | "short";
}

const SHAPES: { readonly [name: string]: Shape } = {
  day: { weekday: "short", day: "numeric", month: "short" },
  clock: { hour: "2-digit", minute: "2-digit" },
  year: { year: "numeric" },
};
const known = new Map<string, Intl.DateTimeFormat>();

/** “Tue 4 Nov”; with the year where it isn't that of `now`. */
export function day(at: string, zone: string, now = new Date()): string {
  const moment = new Date(at);
  const said = format("day", zone).format(moment).replace(",", "");
  const [year, present] = [moment, now].map((one) => format("year", zone).format(one));
  return year === present ? said : `${said} ${year}`;
}

/** “09:02” */
export function clock(at: string, zone: string): string {
  return format("clock", zone).format(new Date(at));
}

/** “Tue 4 Nov, 09:02” */
export function moment(at: string, zone: string): string {
  return `${day(at, zone)}, ${clock(at, zone)}`;
}

/** In a few signs, seen from another moment: “08:00”, “Tue 08:00” or “14 Nov 08:00”. */
export function brief(at: string, from: string, zone: string): string {
  const away = Math.abs(Date.parse(at) - Date.parse(from));
  const said = clock(at, zone);
  if (day(at, zone) === day(from, zone)) return said;
  const [weekday, ...date] = day(at, zone).split(" ");
  return away < 6 * 24 * HOUR ? `${weekday} ${said}` : `${date.join(" ")} ${said}`;
}

/** The value of a `datetime-local` field that shows this moment in the zone. */
export function asLocal(at: Date, zone: string): string {
  return new Date(at.getTime() + offset(at, zone)).toISOString().slice(0, 16);
}

/** The moment that such a field's value is in the zone; null for no moment. */
export function fromLocal(local: string, zone: string): Date | null {
  const asUtc = new Date(`${local}Z`);
  if (Number.isNaN(asUtc.getTime())) return null;
  const guess = new Date(asUtc.getTime() - offset(asUtc, zone));
  return new Date(asUtc.getTime() - offset(guess, zone));
}

/** “3 days”, “2 hours 30 minutes”: a length of time in at most two units. */
export function length(milliseconds: number): string {
  let rest = Math.round(Math.abs(milliseconds) / 1000);
  const parts: string[] = [];
  for (const [size, unit] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count) parts.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
  }
  return parts.slice(0, 2).join(" ") || "no time";
}

const UNITS = [
  [86400, "day"],
  [3600, "hour"],
  [60, "minute"],
  [1, "second"],
] as const;

/** How far the zone's clock is ahead of UTC's then. */
function offset(at: Date, zone: string): number {
  const found = format("full", zone).formatToParts(at);
  const part = (type: string) => Number(found.find((one) => one.type === type)?.value ?? 0);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour") % 24,
    part("minute"),
    part("second"),
  );
  const exact = local - Math.floor(at.getTime() / 1000) * 1000;
  return Math.abs(exact) > 26 * HOUR ? 0 : exact;
}

function format(name: string, zone: string): Intl.DateTimeFormat {
  const key = `${name} ${zone}`;
  const found = known.get(key);
  if (found) return found;
  const made = make(SHAPES[name] ?? FULL, zone);
  known.set(key, made);
  return made;
}

const FULL: Shape = {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
};

function make(shape: Shape, zone: string): Intl.DateTimeFormat {
  const options = { ...shape, hourCycle: "h23" } as Intl.DateTimeFormatOptions;
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  }
}
