export function Inspector() {
  return <p className="muted">…</p>;
}
