import * as act from "../canvas/actions";

/** What can be done with everything that is selected: nodes by key, notes by name. */
export function NodeActions({ keys }: { readonly keys: readonly string[] }) {
  return (
    <div className="row insp-actions">
      <button type="button" className="btn btn-small" onClick={() => act.duplicate(keys)}>
        Duplicate
      </button>
      <button type="button" className="btn btn-small btn-danger" onClick={() => act.remove(keys)}>
        Delete
      </button>
    </div>
  );
}
