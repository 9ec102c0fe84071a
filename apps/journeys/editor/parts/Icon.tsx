/** An icon of the page's sprite. */
export function Icon({ name, size = 16 }: { name: string; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} aria-hidden="true">
      <use href={`${sprite()}#${name}`} />
    </svg>
  );
}

function sprite(): string {
  return document.querySelector<HTMLElement>("[data-sprite]")?.dataset.sprite ?? "";
}
