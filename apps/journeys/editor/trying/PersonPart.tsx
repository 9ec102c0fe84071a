import { useEffect, useState } from "react";
import { get } from "../api";
import { Combobox } from "../parts/Combobox";
import type { FoundPerson } from "./answer";
import { choicesOf, pickedOf } from "./people";
import { choose, useTrial } from "./trial";

type Search = "asking" | "found" | "away";

/** Finds a person by e-mail address or identifier, as one types. */
export function PersonPart() {
  const person = useTrial((state) => state.form.person);
  const [typed, setTyped] = useState(person?.label ?? "");
  const [people, state] = usePeople(typed);
  const choices = choicesOf(people, typed);
  const none = state === "found" && people.length === 0 && typed !== person?.label;
  return (
    <div className="field">
      <label htmlFor="try-person">Person</label>
      <Combobox
        id="try-person"
        value={typed}
        choices={choices}
        placeholder="E-mail address or user_id:42"
        describedBy="try-person-hint"
        invalid={none}
        onChange={setTyped}
        onPick={(value) => {
          const picked = pickedOf(people, value);
          if (picked) {
            choose({ person: { id: picked.id, label: picked.label } });
            setTyped(picked.label);
          }
        }}
        onLeave={() => setTyped(useTrial.getState().form.person?.label ?? typed)}
      />
      <span id="try-person-hint" className={none ? "error" : "hint"} role="status">
        {hintOf(state, none, person?.id ?? "")}
      </span>
    </div>
  );
}

function hintOf(state: Search, none: boolean, id: string): React.ReactNode {
  if (state === "away") return "The server can’t be reached: try again in a moment.";
  if (none) return "Nobody is found. The beginning of an address or a whole identifier will do.";
  if (!id) return "As they are known now: traits, consents, journeys they are in.";
  return (
    <>
      As they are known now. <a href={`/people/${id}/`}>Their page</a>
    </>
  );
}

function usePeople(typed: string): [readonly FoundPerson[], Search] {
  const [people, setPeople] = useState<readonly FoundPerson[]>([]);
  const [state, setState] = useState<Search>("asking");
  useEffect(() => {
    const asking = new AbortController();
    const timer = setTimeout(() => {
      const query = typed.trim() ? `?search=${encodeURIComponent(typed.trim())}` : "";
      get<{ results: readonly FoundPerson[] }>(`/api/people/${query}`, asking.signal).then(
        ({ results }) => {
          setPeople(results);
          setState("found");
        },
        () => {
          if (!asking.signal.aborted) setState("away");
        },
      );
    }, 180);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [typed]);
  return [people, state];
}
