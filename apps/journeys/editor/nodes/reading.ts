/** Reads JSON of any shape as the server does: what counts as given, and how a value reads as text. */

import type { Fields, Json } from "../model/document";
import { plainNumber } from "./numbers";

type Maybe = Json | undefined;

/** A shape that the server can't read either; `kind` is what its error is called there. */
export class Unreadable extends Error {
  constructor(readonly kind: "AttributeError" | "TypeError") {
    super(`something here has a shape that can’t be read (${kind})`);
  }
}

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The field's value; undefined where there is none, whatever it is called. */
export function at(fields: Fields, field: string): Maybe {
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}

/** Whether there is something: not null, false, 0, nor an empty text, list or object. */
export function isGiven(value: Maybe): value is Json {
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

export function isNumber(value: Maybe): value is number | boolean {
  return typeof value === "number" || typeof value === "boolean";
}

/** The field as text, "" where there is none. */
export function textAt(fields: Fields, field: string, otherwise = ""): string {
  const value = at(fields, field);
  return value === undefined ? otherwise : text(value);
}

/** How many characters it has, counted as the server counts them. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** The objects of a list, such as a split's branches. Throws `Unreadable`. */
export function objects(value: Maybe): readonly Fields[] {
  if (!isGiven(value)) return [];
  if (isNumber(value)) throw new Unreadable("TypeError");
  if (!Array.isArray(value) || !value.every(isObject)) throw new Unreadable("AttributeError");
  return value;
}

/** A value as text; lists and objects as the server would write them. */
export function text(value: Json): string {
  return typeof value === "string" ? value : written(value);
}

function written(value: Json): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "number") return plainNumber(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  const fields = Object.entries(value).map(([key, inner]) => `${quoted(key)}: ${written(inner)}`);
  return `{${fields.join(", ")}}`;
}

const NAMED: { readonly [sign: string]: string } = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function quoted(value: string): string {
  const mark = value.includes("'") && !value.includes('"') ? '"' : "'";
  const inner = value
    .replaceAll("\\", "\\\\")
    .replaceAll(mark, `\\${mark}`)
    .replace(/[\p{C}\p{Z}]/gu, (sign) => (sign === " " ? sign : escaped(sign)));
  return `${mark}${inner}${mark}`;
}

function escaped(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).padStart(digits, "0");
  if (code > 0xffff) return `\\U${hex(8)}`;
  return NAMED[sign] ?? (code > 0xff ? `\\u${hex(4)}` : `\\x${hex(2)}`);
}
