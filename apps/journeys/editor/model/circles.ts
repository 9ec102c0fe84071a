/** Which nodes can be gone round in a circle. */

type Ways = ReadonlyMap<string, ReadonlySet<string>>;

/** Circle by circle, in the order of `ways`; circles that share a node are one. */
export function circlesOf(ways: Ways): readonly (readonly string[])[] {
  const back = turned(ways);
  const left = withoutEnds(ways, back);
  const found: (readonly string[])[] = [];
  for (const key of ways.keys()) {
    if (!left.has(key)) continue;
    const there = reached(key, ways, left);
    const here = reached(key, back, left);
    const circle = [...ways.keys()].filter((one) => there.has(one) && here.has(one));
    for (const one of [key, ...circle]) left.delete(one);
    if (circle.length > 0) found.push(circle);
  }
  return found;
}

function turned(ways: Ways): Ways {
  const back = new Map([...ways.keys()].map((key) => [key, new Set<string>()]));
  for (const [key, ends] of ways) for (const end of ends) back.get(end)?.add(key);
  return back;
}

/** Without those that nothing, or nobody, can come back from: usually that leaves none. */
function withoutEnds(ways: Ways, back: Ways): Set<string> {
  const left = new Set(ways.keys());
  const leads = (ends?: ReadonlySet<string>) => [...(ends ?? [])].some((end) => left.has(end));
  const todo = [...left];
  for (let key = todo.pop(); key !== undefined; key = todo.pop()) {
    const [out, into] = [ways.get(key), back.get(key)];
    if (!left.has(key) || (leads(out) && leads(into))) continue;
    left.delete(key);
    todo.push(...(out ?? []), ...(into ?? []));
  }
  return left;
}

/** Where one gets to from here; here itself only by a way back. */
function reached(start: string, ways: Ways, among: ReadonlySet<string>): ReadonlySet<string> {
  const seen = new Set<string>();
  const todo = [start];
  for (let key = todo.pop(); key !== undefined; key = todo.pop()) {
    for (const end of ways.get(key) ?? []) {
      if (!among.has(end) || seen.has(end)) continue;
      seen.add(end);
      todo.push(end);
    }
  }
  return seen;
}
