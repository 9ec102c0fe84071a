import { useMemo } from "react";
import type { Fields, JourneyDocument } from "../model/document";
import { type JourneyPart, setJourney } from "../model/graph";
import { useDocument, useEditor, useIsReadOnly } from "../store";
import { Ends } from "./Ends";
import { DurationField } from "./fields/DurationField";
import { NumberField } from "./fields/NumberField";
import { SelectField } from "./fields/SelectField";
import { TextField } from "./fields/TextField";
import { type Form, FormContext } from "./useForm";
import { Holdouts } from "./Holdouts";
import { OtherProblems } from "./OtherProblems";

/** What holds for the journey as a whole. */
export function JourneyInspector() {
  const name = useEditor((state) => state.history.now.name);
  const description = useEditor((state) => state.history.now.description);
  const tiers = useEditor((state) => state.page.tiers);
  const change = useEditor((state) => state.change);
  const document = useDocument();
  const form = useJourneyForm(document);
  return (
    <FormContext value={form}>
      <header className="insp-head">
        <p className="insp-type">Journey</p>
        <h2>{name}</h2>
      </header>
      <OtherProblems node="" />
      <TextField
        path="name"
        label="Name"
        value={name}
        maxLength={255}
        onChange={(typed) =>
          change("Rename the journey", (work) => ({ ...work, name: typed }), "name")
        }
      />
      <TextField
        path="description"
        label="Description"
        rows={3}
        value={description}
        placeholder="Who it is for, and what it is to achieve"
        onChange={(typed) =>
          change("Describe the journey", (work) => ({ ...work, description: typed }), "description")
        }
      />
      <SelectField
        path="tier"
        label="Tier"
        value={document.tier}
        choices={tiers.map(({ key, name: called }) => ({ value: key, label: called }))}
        none="None"
        onChange={(tier) => form.set("tier", tier || undefined)}
      />
      <NumberField
        path="priority"
        label="Priority"
        placeholder="50"
        unit="of 100"
        hint="Where two messages want to go out, the tier decides; then the higher priority; then what was ready earlier; then the journey’s key."
        value={document.priority}
        onChange={(priority) => form.type("priority", priority)}
      />
      <DurationField
        path="longest_stay"
        label="Longest stay"
        hint="Whoever is still inside then, leaves."
        otherwise="as long as the path takes"
      />
      <Ends />
      <Holdouts />
    </FormContext>
  );
}

function useJourneyForm(document: JourneyDocument): Form {
  const change = useEditor((state) => state.changeDocument);
  const readOnly = useIsReadOnly();
  return useMemo(() => {
    const set = (field: string, value: unknown, part = "") =>
      change(
        `Change the journey’s ${field.replaceAll("_", " ")}`,
        (now) => setJourney(now, { [field]: value } as JourneyPart),
        part,
      );
    return {
      node: "",
      settings: document as unknown as Fields,
      readOnly,
      set: (field, value) => set(field, value),
      type: (field, value) => set(field, value, `set::${field}`),
      replace: () => undefined,
    };
  }, [document, readOnly, change]);
}
