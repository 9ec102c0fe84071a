import type { Json } from "../model/document";
import { percent } from "../nodes/numbers";
import { NumberInput } from "../parts/NumberInput";
import { useEditor } from "../store";
import { Field } from "./fields/Field";
import { PortInput } from "./fields/PortName";
import { Odd } from "./Odd";
import { useForm } from "./useForm";
import { evened, freeName, rowsOf, patched, portsWithout, removed, sharesOf } from "./rows";
import { text } from "./texts";

/** The variants and the share of people that each one gets. */
export function RandomSplitForm() {
  const { settings, set, type, readOnly } = useForm();
  const endStep = useEditor((state) => state.endStep);
  const raw = rowsOf(settings.variants);
  if (!raw) {
    return <Odd path="variants" label="Variants" value={settings.variants ?? null} fresh={[]} />;
  }
  const shares = sharesOf(raw);
  return (
    <Field
      path="variants"
      label="Variants"
      hint="Only the proportions count. A person always comes the same way."
      group
      inside
    >
      {() => (
        <>
          <div className="insp-shares" aria-hidden="true">
            {shares.map((share, index) => (
              <i key={index} style={{ flexGrow: share }} />
            ))}
          </div>
          {raw.map((variant, index) => (
            <div key={index} className="insp-variant">
              <PortInput
                label={`Name of variant ${index + 1}`}
                path={`variants.${index}.port`}
                value={text(variant.port)}
                taken={portsWithout(raw, index)}
                onRename={(port) =>
                  set("variants", patched(raw, index, { port }) as Json, {
                    [text(variant.port)]: port,
                  })
                }
              />
              <NumberInput
                aria-label={`Weight of ${text(variant.port)}`}
                data-field={`variants.${index}.weight`}
                value={typeof variant.weight === "number" ? variant.weight : null}
                disabled={readOnly}
                onChange={(weight) => type("variants", patched(raw, index, { weight }) as Json)}
                onBlur={endStep}
              />
              <span className="num">{percent(shares[index] ?? 0)}</span>
              {readOnly ? null : (
                <button
                  type="button"
                  className="cond-remove"
                  aria-label={`Remove ${text(variant.port)}`}
                  onClick={() => set("variants", removed(raw, index) as Json)}
                >
                  ×
                </button>
              )}
            </div>
          ))}
          {readOnly ? null : (
            <p className="insp-shortcuts">
              <button
                type="button"
                className="btn btn-small"
                onClick={() =>
                  set("variants", [...raw, { port: freeName(raw, "variant"), weight: 50 }] as Json)
                }
              >
                Add a variant
              </button>
              {raw.length > 1 ? (
                <button
                  type="button"
                  className="btn-link small"
                  onClick={() => set("variants", evened(raw) as Json)}
                >
                  Even out
                </button>
              ) : null}
            </p>
          )}
        </>
      )}
    </Field>
  );
}
