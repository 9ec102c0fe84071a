import type { Json } from "../../model/document";
import { type Template, useTemplates } from "../useTemplates";
import { PickerField } from "./PickerField";

interface Props {
  readonly value: Json | undefined;
  readonly channel: string;
  onChange(key: string, template: Template | undefined): void;
}

/** The template of a message, of those there are for its channel. */
export function TemplateField({ value, channel, onChange }: Props) {
  const templates = useTemplates();
  const fitting = templates?.filter((template) => template.channel === channel) ?? [];
  const chosen = templates?.find((template) => template.key === value);
  return (
    <PickerField
      path="template"
      label="Template"
      value={value}
      placeholder="welcome"
      choices={fitting.map(({ key, name }) => ({
        value: key,
        label: name || key,
        note: name === key ? "" : key,
      }))}
      hint={<Hint templates={templates} chosen={chosen} value={value} channel={channel} />}
      onChange={(key) =>
        onChange(
          key,
          fitting.find((template) => template.key === key),
        )
      }
    />
  );
}

interface HintProps {
  readonly templates: readonly Template[] | null;
  readonly chosen: Template | undefined;
  readonly value: Json | undefined;
  readonly channel: string;
}

function Hint({ templates, chosen, value, channel }: HintProps) {
  if (!templates) return null;
  const list = "/admin/delivery/template/";
  if (chosen && chosen.channel !== channel) {
    return (
      <>
        This template is for {chosen.channel}; choose one for {channel}.
      </>
    );
  }
  if (chosen) {
    return (
      <>
        {chosen.subject ? <>“{chosen.subject}” · </> : null}
        <a href={`${list}?q=${encodeURIComponent(chosen.key)}`} target="_blank" rel="noreferrer">
          Open the template
        </a>
      </>
    );
  }
  return (
    <>
      {value ? "There is no such template yet. " : null}
      <a href={`${list}add/`} target="_blank" rel="noreferrer">
        Write a new template
      </a>
    </>
  );
}
