export function ProblemsPanel() {
  return <p className="muted">…</p>;
}
