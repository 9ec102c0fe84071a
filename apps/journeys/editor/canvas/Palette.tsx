export function Palette() {
  return <p className="muted">…</p>;
}
