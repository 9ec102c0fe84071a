export function SaveState() {
  return <p className="muted">…</p>;
}
