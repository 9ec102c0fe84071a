/** Numbers as the server writes them: shortest, to six digits, as whole percents. */

/** 1, 0.5, 1e-07: as short as it can be without losing anything. */
export function plainNumber(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  if (Math.abs(value) >= 1e-4 || !Number.isFinite(value)) return String(value);
  const [digits, exponent] = value.toExponential().split("e");
  return `${digits}${power(Number(exponent))}`;
}

/** To six digits, without zeros at the end: 3.5, 0.333333. */
export function sixDigits(value: number): string {
  if (value === 0) return "0";
  const [digits = "", exponent = ""] = exactly(value).split("e");
  const whole = digits.replace(/[-.]/g, "");
  const kept = BigInt(whole.slice(0, 6)) + (roundsUp(whole, 6) ? 1n : 0n);
  const rounded = Number(`${value < 0 ? "-" : ""}${kept}e${Number(exponent) - 5}`);
  const [short, size] = rounded.toExponential().split("e");
  const places = Number(size);
  return places < -4 || places >= 6 ? `${short}${power(places)}` : String(rounded);
}

/** 0.25 is “25%”; what stands between two goes to the even one. */
export function percent(share: number): string {
  const value = share * 100;
  const below = Math.floor(value);
  const rest = value - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 === 1);
  return `${BigInt(below + (up ? 1 : 0))}%`;
}

function exactly(value: number): string {
  return value.toExponential(100);
}

function roundsUp(digits: string, kept: number): boolean {
  const rest = digits.slice(kept);
  if (!/^50*$/.test(rest)) return rest >= "5";
  return Number(digits[kept - 1]) % 2 === 1;
}

function power(places: number): string {
  const size = String(Math.abs(places)).padStart(2, "0");
  return `e${places < 0 ? "-" : "+"}${size}`;
}
