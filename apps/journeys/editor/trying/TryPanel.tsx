export function TryPanel() {
  return <p className="muted">…</p>;
}
