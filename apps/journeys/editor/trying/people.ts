/** People that were found, as suggestions of a text that is typed. */

import type { FoundPerson } from "./answer";

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly note: string;
}

/** Each by what was typed of it, so that it is among those that fit. */
export function choicesOf(people: readonly FoundPerson[], typed: string): readonly Choice[] {
  return people.map((person) => ({
    value: valueOf(person, typed),
    label: person.label,
    note: noteOf(person, typed),
  }));
}

/** Whoever was picked from these suggestions, whatever was typed since. */
export function pickedOf(people: readonly FoundPerson[], value: string): FoundPerson | undefined {
  return people.find((person) => namesOf(person).includes(value));
}

/** The user id; or what was typed, where it is neither that nor the label. */
function noteOf(person: FoundPerson, typed: string): string {
  const value = valueOf(person, typed);
  if (value !== person.label && typed.trim()) return value;
  const known = person.identifiers.find(({ type }) => type === "user_id");
  return known && known.value !== person.label ? named(known) : "";
}

function valueOf(person: FoundPerson, typed: string): string {
  const asked = typed.trim().toLowerCase();
  return namesOf(person).find((name) => name.toLowerCase().includes(asked)) ?? person.label;
}

function namesOf(person: FoundPerson): readonly string[] {
  return [person.label, ...person.identifiers.map(named), person.id];
}

function named({ type, value }: { readonly type: string; readonly value: string }): string {
  return `${type}:${value}`;
}
