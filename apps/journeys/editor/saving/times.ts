/** Moments and spans as people read them, by the workspace's clock. */

/** “14:02:31”; on another day with the day before it. */
export function clock(at: string | Date, zone: string, now: Date = new Date()): string {
  const moment = new Date(at);
  const time = part(moment, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const day = part(moment, zone, { day: "numeric", month: "short" });
  return day === part(now, zone, { day: "numeric", month: "short" }) ? time : `${day}, ${time}`;
}

/** “2 Mar 2026, 09:14”. */
export function date(at: string, zone: string): string {
  const day = part(new Date(at), zone, { day: "numeric", month: "short", year: "numeric" });
  return `${day}, ${part(new Date(at), zone, { hour: "2-digit", minute: "2-digit" })}`;
}

/** “12 s ago”, “3 min ago”, “2 h ago”, “5 days ago”. */
export function ago(at: string, now: Date = new Date()): string {
  const seconds = Math.max(0, Math.round((now.getTime() - new Date(at).getTime()) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} days ago`;
}

function part(moment: Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options }).format(
    moment,
  );
}
