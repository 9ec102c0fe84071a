/** What somebody has chosen to try, and what is asked of the server for it. */

import type { Fields, Json, JourneyDocument } from "../model/document";
import type { Channel } from "../page";
import { valueOf } from "./values";
import { fromLocal } from "./zone";

export const UNITS = ["minutes", "hours", "days"] as const;
export type Unit = (typeof UNITS)[number];

export interface Row {
  readonly key: string;
  readonly value: string;
}

export type Consent = "subscribed" | "unsubscribed" | "";

export interface MadeUp {
  readonly traits: readonly Row[];
  /** By channel; "" where nothing was ever said. */
  readonly consents: { readonly [channel: string]: Consent };
  readonly stages: { readonly [lifecycle: string]: string };
  readonly timezone: string;
  /** What random splits and holdouts draw from. */
  readonly luck: number;
}

export interface ComingEvent {
  readonly id: number;
  readonly name: string;
  readonly count: number;
  readonly unit: Unit;
  /** Before the start; only who is made up has such a past. */
  readonly before?: boolean;
  readonly properties: readonly Row[];
}

export interface Form {
  readonly who: "real" | "made_up";
  readonly person: { readonly id: string; readonly label: string } | null;
  readonly madeUp: MadeUp;
  /** As the field has it, in the workspace's zone; "" is now. */
  readonly start: string;
  readonly events: readonly ComingEvent[];
  readonly rules: "live" | "draft";
  readonly ignoreEntry: boolean;
  readonly asTreated: boolean;
}

export interface Preset {
  readonly key: string;
  readonly label: string;
  make(channels: readonly Channel[]): MadeUp;
}

const TRAITS: readonly Row[] = [
  { key: "email", value: "sam@example.com" },
  { key: "phone", value: "+491700000000" },
];

export const PRESETS: readonly Preset[] = [
  {
    key: "subscribed",
    label: "New, subscribed to everything",
    make: (channels) => madeUp(TRAITS, channels, "subscribed"),
  },
  {
    key: "never",
    label: "Never consented",
    make: (channels) => madeUp(TRAITS, channels, ""),
  },
  {
    key: "unsubscribed",
    label: "Unsubscribed",
    make: (channels) => madeUp(TRAITS, channels, "unsubscribed"),
  },
  {
    key: "unknown",
    label: "A visitor, no address",
    make: (channels) => madeUp([], channels, ""),
  },
];

function madeUp(traits: readonly Row[], channels: readonly Channel[], consent: Consent): MadeUp {
  const consents = Object.fromEntries(channels.map(({ key }) => [key, consent]));
  return { traits, consents, stages: {}, timezone: "", luck: 0 };
}

export function begin(channels: readonly Channel[]): Form {
  return {
    who: "made_up",
    person: null,
    madeUp: madeUp(TRAITS, channels, "subscribed"),
    start: "",
    events: [],
    rules: "live",
    ignoreEntry: false,
    asTreated: false,
  };
}

/** The preset that these traits and consents are, "" where they were changed. */
export function presetOf(made: MadeUp, channels: readonly Channel[]): string {
  const asked = JSON.stringify([made.traits, made.consents]);
  const found = PRESETS.find((preset) => {
    const { traits, consents } = preset.make(channels);
    return JSON.stringify([traits, consents]) === asked;
  });
  return found?.key ?? "";
}

/** Whether there is somebody to try it on. */
export function isReady(form: Form): boolean {
  return form.who === "made_up" || form.person !== null;
}

/** What the server is asked. */
export function requestOf(form: Form, document: JourneyDocument, zone: string): Fields {
  const at = form.start ? fromLocal(form.start, zone) : null;
  return {
    document: document as unknown as Json,
    person: personOf(form),
    ...(at ? { at: at.toISOString() } : {}),
    events: form.events
      .filter(({ name }) => name.trim())
      .map((event) => eventOf(event, form.who === "made_up")),
    rules: form.rules,
    ignore_entry: form.ignoreEntry,
    as_treated: form.asTreated,
  };
}

function personOf(form: Form): Json {
  if (form.who === "real") return { id: form.person?.id ?? "" };
  const { consents, timezone, stages, luck, traits } = form.madeUp;
  const said = Object.entries(consents).filter(([, consent]) => consent !== "");
  return {
    made_up: {
      traits: fieldsOf(traits),
      consents: Object.fromEntries(said.map(([key, consent]) => [key, consent === "subscribed"])),
      stages: Object.fromEntries(Object.entries(stages).filter(([, stage]) => stage)),
      timezone,
      luck,
    },
  };
}

function eventOf(event: ComingEvent, mayBePast: boolean): Json {
  const count = Number.isFinite(event.count) ? event.count : 0;
  const after = { [event.unit]: event.before && mayBePast ? -count : count };
  return { name: event.name.trim(), after, properties: fieldsOf(event.properties) };
}

function fieldsOf(rows: readonly Row[]): { [key: string]: Json } {
  const given = rows.filter(({ key }) => key.trim());
  return Object.fromEntries(given.map(({ key, value }) => [key.trim(), valueOf(value)]));
}

/** The choice in one line: who, from when, what comes. */
export function summaryOf(form: Form, channels: readonly Channel[]): string {
  const preset = PRESETS.find(({ key }) => key === presetOf(form.madeUp, channels));
  const who = form.who === "real" ? form.person?.label : (preset?.label ?? "Somebody made up");
  const named = form.events.filter(({ name }) => name.trim());
  const parts = [who ?? "Nobody yet", form.start ? form.start.replace("T", " ") : "from now"];
  if (named.length)
    parts.push(`${named.length} ${named.length === 1 ? "event" : "events"} to come`);
  if (form.rules === "draft") parts.push("draft of the rules");
  return parts.join(" · ");
}
