import { useVocabulary } from "../conditions/vocabulary";
import { useEditor } from "../store";
import { ChoiceField } from "./fields/ChoiceField";
import { DurationField } from "./fields/DurationField";
import { PickerField } from "./fields/PickerField";
import { SelectField } from "./fields/SelectField";
import { TagsField } from "./fields/TagsField";
import { TemplateField } from "./fields/TemplateField";
import { useForm } from "./useForm";
import { text } from "./texts";
import { useTemplates } from "./useTemplates";

const STOPPED = [
  {
    value: "wait",
    label: "Wait",
    hint: "Until the first moment it is allowed; after that, skip it.",
  },
  { value: "skip", label: "Skip it", hint: "Go on along the path without this message." },
  { value: "leave", label: "Leave", hint: "The person leaves the journey here." },
];

/** What is sent, how it counts, and what becomes of it where a rule stops it. */
export function MessageForm() {
  const { settings, set, type } = useForm();
  const page = useEditor((state) => state.page);
  const journeyTier = useEditor((state) => state.history.now.document.tier) ?? "";
  const words = useVocabulary();
  const templates = useTemplates();
  const channel = text(settings.channel, "email");
  const stopped = text(settings.when_stopped, "wait");
  const chosen = templates?.find((template) => template.key === settings.template);
  const topics = new Set([...words.topics.map((topic) => topic.key), chosen?.topic ?? ""]);
  const consent = page.channels.find((one) => one.key === channel)?.consent;
  return (
    <>
      <SelectField
        path="channel"
        label="Channel"
        value={channel}
        choices={page.channels.map(({ key, name }) => ({ value: key, label: name }))}
        hint={CONSENT[consent ?? ""]}
        onChange={(value) => set("channel", value)}
      />
      <TemplateField
        channel={channel}
        value={settings.template}
        onChange={(key) => type("template", key)}
      />
      <PickerField
        path="topic"
        label="Topic"
        hint={
          chosen?.topic && !settings.topic
            ? `What people can unsubscribe from. The template’s own is “${chosen.topic}”.`
            : "What people can unsubscribe from; empty: only from the whole channel."
        }
        value={settings.topic}
        choices={[...topics].filter(Boolean).map((value) => ({ value }))}
        placeholder="none"
        onChange={(value) => type("topic", value || undefined)}
      />
      <SelectField
        path="tier"
        label="Tier"
        value={settings.tier}
        none={`The journey’s${journeyTier ? ` (${nameOf(page.tiers, journeyTier)})` : ""}`}
        choices={page.tiers.map(({ key, name }) => ({ value: key, label: name }))}
        hint="Whose messages win where two want to go out."
        onChange={(value) => set("tier", value || undefined)}
      />
      <TagsField
        path="tags"
        label="Tags"
        hint="Frequency caps can count messages by their tags."
        value={settings.tags}
        onChange={(value) => set("tags", value)}
      />
      <ChoiceField
        path="when_stopped"
        label="When a rule stops it"
        value={stopped}
        ways={STOPPED}
        onChange={(value) => set("when_stopped", value)}
      />
      {stopped === "wait" ? (
        <DurationField path="at_most" label="Wait at most" otherwise="1 day" />
      ) : null}
    </>
  );
}

const CONSENT: { readonly [model: string]: string } = {
  opt_in: "Only to those who have agreed to it.",
  opt_out: "To everybody who hasn’t unsubscribed.",
};

function nameOf(tiers: readonly { key: string; name: string }[], key: string): string {
  return tiers.find((tier) => tier.key === key)?.name ?? key;
}
